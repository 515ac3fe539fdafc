package dev.keyfabric.registry.console.session;

import dev.keyfabric.registry.RegistrySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The sessions of this instance, in memory alone: a restart ends them. Each is found by the hash of its id, so that nothing here could
 * be used in a browser.
 */
@Singleton
public final class Sessions {
    /** Above this the one that was unused for longest is ended. */
    static final int MOST = 1000;

    private static final int BYTES = 32;

    private final RegistrySettings.Console settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Session> byHash = new ConcurrentHashMap<>();

    @Inject
    Sessions(RegistrySettings settings, InstantSource clock, RandomGenerator random) {
        this(settings.console(), clock, random);
    }

    Sessions(RegistrySettings.Console settings, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** Begins a session for whoever has shown a good token; gives its id, which only the browser keeps. */
    public synchronized String start(String token) {
        byHash.values().removeIf(this::isOver);
        if (byHash.size() >= MOST) {
            byHash.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().usedAt()))
                    .ifPresent(oldest -> byHash.remove(oldest.getKey()));
        }
        String id = fresh();
        byHash.put(hash(id), new Session(token, fresh(), clock.instant()));
        return id;
    }

    /** The session of this id, unless it is over. */
    Optional<Session> find(String id) {
        String hash = hash(id);
        Session session = byHash.get(hash);
        if (session != null && isOver(session)) {
            byHash.remove(hash);
            return Optional.empty();
        }
        return Optional.ofNullable(session);
    }

    /** Says that somebody does something: the session is not idle. */
    void use(Session session) {
        session.used(clock.instant());
    }

    public void end(Session session) {
        byHash.values().remove(session);
    }

    /** Whether it was unused for too long, lasts for too long, or was ended. */
    public boolean isOver(Session session) {
        Instant now = clock.instant();
        return !session.usedAt().plus(settings.idle()).isAfter(now)
                || !session.startedAt().plus(settings.longest()).isAfter(now)
                || !byHash.containsValue(session);
    }

    private String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
