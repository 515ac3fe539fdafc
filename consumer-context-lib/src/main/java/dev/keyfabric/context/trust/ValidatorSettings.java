package dev.keyfabric.context.trust;

import dev.keyfabric.context.http.Polled;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Where the co-located validator is and how it is asked.
 *
 * @param address its base address: on loopback, or https, for whoever answers here decides which keys are trusted
 * @param pollEvery how often the trusted keys are asked for; part of the time until a taint is heeded
 * @param maxStaleness how long the last known keys serve while the validator does not answer
 * @param timeout for one whole answer
 */
public record ValidatorSettings(URI address, Duration pollEvery, Duration maxStaleness, Duration timeout) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    public ValidatorSettings {
        String host = address.getHost();
        boolean local = "http".equals(address.getScheme()) && host != null && LOOPBACK.contains(host);
        boolean tls = "https".equals(address.getScheme()) && host != null;
        if (!local && !tls) {
            throw new IllegalArgumentException("the validator's address must be http on loopback, or https");
        }
        if (pollEvery.isNegative() || pollEvery.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("poll interval and timeout must be positive");
        }
        if (maxStaleness.compareTo(pollEvery) < 0) {
            throw new IllegalArgumentException("the permitted staleness is shorter than the poll interval");
        }
    }

    /** Polled each second; the last known keys serve for 30 s; an answer may take 1 s. */
    public static ValidatorSettings at(URI address) {
        return new ValidatorSettings(address, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1));
    }

    /** The rhythm of what is polled at the validator. */
    public Polled.Schedule schedule() {
        return new Polled.Schedule(pollEvery, maxStaleness, timeout);
    }
}
