package dev.keyfabric.validation.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens handed out again within a window to requests of the same key, audience, scopes and address; such requests share
 * their {@code txn}. Off unless set. A key, a consumer or a signing key that has changed gets no token of before.
 */
final class Reuse {
    private static final long MOST = 10_000;

    private final Duration window;
    private final Cache<Same, TxnToken> kept;

    /** What two requests must have in common to share a token. */
    record Same(
            String kid,
            String keyId,
            long keyVersion,
            long consumerVersion,
            String audience,
            Set<String> scopes,
            @Nullable String address) {}

    Reuse(Duration window, LongSupplier nanos) {
        this.window = window;
        this.kept = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(window)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** A token of before, or a new one. */
    TxnToken of(Same same, Supplier<TxnToken> maker) {
        return window.isZero() ? maker.get() : kept.get(same, key -> maker.get());
    }
}
