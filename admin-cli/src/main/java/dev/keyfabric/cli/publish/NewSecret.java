package dev.keyfabric.cli.publish;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.SecretDraft;
import java.nio.ByteBuffer;

/** A key made on this machine, of which the command carries the hash alone. */
final class NewSecret {
    private final ApiKey key;

    private NewSecret(ApiKey key) {
        this.key = key;
    }

    /** @param stem the fabric's {@code keyfabric.key.prefix} */
    static NewSecret make(Shell shell, String stem, boolean live) {
        if (!ApiKey.isPrefix(stem) || !ApiKey.isPrefix(stem + "_live")) {
            throw CliException.usage("--key-prefix must be lower-case letters and digits, such as kf");
        }
        KeyPrefixes prefixes = new KeyPrefixes(stem);
        return new NewSecret(ApiKey.generate(live ? prefixes.live() : prefixes.test(), shell.random()));
    }

    SecretDraft draft() {
        return SecretDraft.newBuilder()
                .setHash(ByteBuffer.wrap(key.sha256()))
                .setPrefix(key.prefix())
                .setLastFour(key.lastFour())
                .build();
    }

    /** The whole key, to be shown once. */
    String reveal() {
        return key.reveal();
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
