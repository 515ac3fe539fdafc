package dev.keyfabric.cli.signingkeys;

import picocli.CommandLine.Command;

@Command(
        name = "signing-key",
        description = "Looks after the public keys of validators, services, registries and people.",
        subcommands = {
            ListSigningKeys.class,
            ShowSigningKey.class,
            ActivateSigningKey.class,
            RetireSigningKey.class,
            TaintSigningKey.class,
            RevokeSigningKey.class
        })
public final class SigningKeyCommand {}
