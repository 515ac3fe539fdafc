package dev.keyfabric.context.trust;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JWK set (RFC 7517 section 5) in which a validator hands out the trusted keys. Each key has, beside its own
 * members, {@code kf_owner}, {@code kf_use}, {@code kf_state}, and where they apply {@code kf_services} (array),
 * {@code kf_tainted_at} and {@code kf_not_after} (milliseconds since 1970).
 */
public final class JwkSet {
    private JwkSet() {}

    public static String print(Collection<TrustedKey> keys) {
        List<Map<String, Object>> printed = new ArrayList<>();
        for (TrustedKey key : keys) {
            Map<String, Object> members = new LinkedHashMap<>(key.key().toJwk());
            members.put("kf_owner", key.owner());
            members.put("kf_use", key.use().wireName());
            members.put("kf_state", key.state().name());
            if (!key.services().isEmpty()) {
                members.put("kf_services", key.services().stream().sorted().toList());
            }
            putTime(members, "kf_tainted_at", key.taintedAt());
            putTime(members, "kf_not_after", key.notAfter());
            printed.add(members);
        }
        return JsonText.of(Map.of("keys", printed));
    }

    /**
     * The keys of a set by kid. A key that is not understood is left out, so nobody trusts it; a set that is not, or that
     * names a key twice, is malformed as a whole.
     */
    public static Map<String, TrustedKey> read(byte[] json) throws MalformedTextException {
        JsonObject set = StrictJson.read(json);
        if (!set.has("keys")) {
            throw new MalformedTextException("a JWK set without keys");
        }
        Map<String, TrustedKey> keys = new HashMap<>();
        for (JsonObject jwk : set.objects("keys")) {
            Optional<TrustedKey> key = readKey(jwk);
            if (key.isPresent() && keys.put(key.get().kid(), key.get()) != null) {
                throw new MalformedTextException("a JWK set that names a key twice");
            }
        }
        return Map.copyOf(keys);
    }

    private static Optional<TrustedKey> readKey(JsonObject jwk) {
        try {
            Optional<String> owner = jwk.string("kf_owner");
            Optional<KeyUse> use = jwk.string("kf_use").flatMap(KeyUse::ofWireName);
            Optional<KeyState> state = jwk.string("kf_state").flatMap(KeyState::ofWireName);
            if (owner.isEmpty() || use.isEmpty() || state.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new TrustedKey(
                    VerifyingKey.fromJwk(jwk),
                    owner.get(),
                    use.get(),
                    state.get(),
                    Set.copyOf(jwk.strings("kf_services")),
                    time(jwk, "kf_tainted_at"),
                    time(jwk, "kf_not_after")));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant time(JsonObject jwk, String name) throws MalformedTextException {
        return jwk.integer(name).map(Instant::ofEpochMilli).orElse(null);
    }

    private static void putTime(Map<String, Object> members, String name, @Nullable Instant time) {
        if (time != null) {
            members.put(name, time.toEpochMilli());
        }
    }
}
