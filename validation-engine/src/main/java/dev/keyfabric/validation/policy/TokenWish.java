package dev.keyfabric.validation.policy;

import org.jspecify.annotations.Nullable;

/** Whether an answer to a proxy brings a Txn-Token. */
public enum TokenWish {
    /** Where this node has a key that may name the audience. */
    WHERE_POSSIBLE,
    /** No 200 without one. */
    DEMANDED,
    LEFT_OUT;

    /** The wish of a parameter, or null when it is none. */
    static @Nullable TokenWish of(@Nullable String parameter) {
        if (parameter == null) {
            return WHERE_POSSIBLE;
        }
        return switch (parameter) {
            case "true" -> DEMANDED;
            case "false" -> LEFT_OUT;
            default -> null;
        };
    }
}
