package dev.keyfabric.cli.token;

import picocli.CommandLine.Command;

@Command(
        name = "token",
        description = "Looks at tokens, and checks them, on this machine.",
        subcommands = {InspectToken.class, VerifyToken.class})
public final class TokenCommand {}
