package dev.keyfabric.cli.keys;

import picocli.CommandLine.Command;

@Command(
        name = "key",
        description = "Issues keys and looks after them.",
        subcommands = {
            IssueKey.class,
            ListKeys.class,
            ShowKey.class,
            UpdateKey.class,
            RotateKey.class,
            SuspendKey.class,
            ReinstateKey.class,
            RevokeKey.class,
            ExplainKey.class
        })
public final class KeyCommand {}
