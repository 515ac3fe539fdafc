package dev.keyfabric.registry.decide;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Ids of consumers for which the caller gave none. */
public final class ConsumerIds {
    private static final int LENGTH = 20;

    private ConsumerIds() {}

    /** The id of the consumer that a command registers: {@code c-} and 20 hex digits, the same for every try. */
    public static String derive(String commandId) {
        byte[] hash = Sha256.of(("consumer:" + commandId).getBytes(StandardCharsets.UTF_8));
        return "c-" + HexFormat.of().formatHex(hash).substring(0, LENGTH);
    }
}
