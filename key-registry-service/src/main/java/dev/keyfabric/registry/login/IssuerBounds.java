package dev.keyfabric.registry.login;

import io.micronaut.security.authentication.Authentication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token binds an issuer to; docs/decisions/0025. A bound that is there and names nobody leaves nothing; one with no bound at all
 * has no rights, since whoever meant everything would have made it an admin.
 *
 * @param consumers null = not bound to consumers
 * @param audiences null = not bound to services
 */
public record IssuerBounds(
        @Nullable Set<String> consumers, @Nullable Set<String> audiences) {
    private static final String CONSUMERS = "keyfabric.consumers";
    private static final String AUDIENCES = "keyfabric.audiences";

    static Map<String, Object> attributes(@Nullable List<String> consumers, @Nullable List<String> audiences) {
        Map<String, Object> attributes = new HashMap<>();
        if (consumers != null) {
            attributes.put(CONSUMERS, new ArrayList<>(consumers));
        }
        if (audiences != null) {
            attributes.put(AUDIENCES, new ArrayList<>(audiences));
        }
        return attributes;
    }

    public static IssuerBounds of(Authentication who) {
        return new IssuerBounds(names(who, CONSUMERS), names(who, AUDIENCES));
    }

    /** Whether a key of a consumer, for these services, is this issuer's business. */
    public boolean cover(String consumerId, List<String> keyAudiences) {
        if (consumers == null && audiences == null) {
            return false;
        }
        boolean ownConsumer = consumers == null || consumers.contains(consumerId);
        boolean ownServices = audiences == null || (!keyAudiences.isEmpty() && audiences.containsAll(keyAudiences));
        return ownConsumer && ownServices;
    }

    private static @Nullable Set<String> names(Authentication who, String attribute) {
        Object value = who.getAttributes().get(attribute);
        if (value == null) {
            return null;
        }
        return value instanceof Collection<?> names
                ? names.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
