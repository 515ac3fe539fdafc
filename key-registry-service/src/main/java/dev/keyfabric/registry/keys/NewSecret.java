package dev.keyfabric.registry.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.SecretDraft;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A key that was just made and that only the one answer to its command will show. Holds a secret. */
final class NewSecret {
    private final ApiKey key;

    private NewSecret(ApiKey key) {
        this.key = key;
    }

    /**
     * A fresh key.
     *
     * @param family what stands before the environment in a key: {@code kf}
     * @param environment null when the request named none, and is refused for it
     */
    static NewSecret generate(String family, @Nullable Environment environment, RandomGenerator random) {
        Environment of = environment == null ? Environment.LIVE : environment;
        return new NewSecret(ApiKey.generate(family + "_" + of.name().toLowerCase(Locale.ROOT), random));
    }

    /** What the bus may know of it. */
    SecretDraft draft() {
        return SecretDraft.newBuilder()
                .setHash(ByteBuffer.wrap(key.sha256()))
                .setPrefix(key.prefix())
                .setLastFour(key.lastFour())
                .build();
    }

    /** Shows the key, but only when the command that carried its hash made it the valid one. */
    void reveal(CommandResult result, ObjectNode answer) {
        if (ByteBuffer.wrap(key.sha256()).equals(result.getSecretHash())) {
            answer.put("key", key.reveal());
        }
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
