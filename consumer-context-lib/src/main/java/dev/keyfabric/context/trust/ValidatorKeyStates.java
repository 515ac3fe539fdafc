package dev.keyfabric.context.trust;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyfabric.context.http.BoundedHttp;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.key.KeyId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of API keys as the co-located validator knows it: {@code GET /v1/key-states/{keyId}}, remembered for one
 * second. A failure is Unavailable and remembered for a tenth of that, so that a node that is down costs each caller one
 * question, not one per message.
 */
public final class ValidatorKeyStates implements KeyStates {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final Duration FAILURE_REMEMBERED = Duration.ofMillis(100);
    private static final long MOST = 100_000;
    private static final int MAX_LENGTH = 64 * 1024;

    private final BoundedHttp http;
    private final LoadingCache<KeyId, Answer> answers;

    public ValidatorKeyStates(ValidatorSettings settings) {
        this(settings, Ticker.systemTicker());
    }

    ValidatorKeyStates(ValidatorSettings settings, Ticker ticker) {
        this.http = new BoundedHttp(settings.address(), settings.timeout());
        this.answers = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(ticker)
                .expireAfter(Expiry.<KeyId, Answer>creating(
                        (keyId, answer) -> answer instanceof Answer.Unavailable ? FAILURE_REMEMBERED : REMEMBERED))
                .build(this::ask);
    }

    @Override
    public Answer of(KeyId keyId) {
        return answers.get(keyId);
    }

    private Answer ask(KeyId keyId) {
        try {
            BoundedHttp.Answer answer = http.get("v1/key-states/" + keyId.text(), null, MAX_LENGTH);
            return switch (answer.status()) {
                case 200 -> new Answer.Known(read(StrictJson.read(answer.body())));
                case 404 -> new Answer.Unknown();
                default -> new Answer.Unavailable();
            };
        } catch (IOException | MalformedTextException | RuntimeException e) {
            return new Answer.Unavailable();
        }
    }

    private static ApiKeyState read(JsonObject state) throws MalformedTextException {
        String changedAt = optional(state, "changedAt");
        try {
            return new ApiKeyState(
                    state.string("status").orElseThrow(() -> new MalformedTextException("no status")),
                    optional(state, "reason"),
                    changedAt == null ? null : Instant.parse(changedAt),
                    optional(state, "consumerStatus"));
        } catch (DateTimeException e) {
            throw new MalformedTextException("changedAt is no time");
        }
    }

    private static @Nullable String optional(JsonObject state, String name) throws MalformedTextException {
        return state.isNull(name) ? null : state.string(name).orElse(null);
    }
}
