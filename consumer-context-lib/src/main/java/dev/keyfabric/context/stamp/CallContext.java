package dev.keyfabric.context.stamp;

import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For whom something is done: what a service knows of the call that it is serving.
 *
 * @param token the Txn-Token that came with the call, checked
 * @param traceparent of the call (W3C Trace Context); null where it is not traced
 */
public record CallContext(
        VerifiedToken<TxnClaims> token, @Nullable String traceparent) {
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    public CallContext {
        if (traceparent != null && !isTraceparent(traceparent)) {
            throw new IllegalArgumentException("not a traceparent");
        }
    }

    /** A traceparent that is not one is left out: a caller's tracing must not stop what it traces. */
    public static CallContext of(VerifiedToken<TxnClaims> token, @Nullable String traceparent) {
        return new CallContext(token, traceparent != null && isTraceparent(traceparent) ? traceparent : null);
    }

    static boolean isTraceparent(String text) {
        return text.length() == 55 && TRACE.matcher(text).matches();
    }
}
