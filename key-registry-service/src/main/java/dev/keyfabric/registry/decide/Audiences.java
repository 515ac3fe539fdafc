package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.ServiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the services that a key is for let it carry; docs/decisions/0022. Each of them must be defined, and each scope must lie
 * within the scopes of at least one; a service that names no scopes takes any, and so does a key that is for no service in
 * particular.
 */
final class Audiences {
    private static final String ALL = "*";

    private Audiences() {}

    static void check(Case c, KeyState key, Faults faults) {
        List<ServiceState> services = new ArrayList<>();
        for (int i = 0; i < key.getAudiences().size(); i++) {
            Optional<ServiceState> service = c.service(key.getAudiences().get(i));
            service.ifPresent(services::add);
            if (service.isEmpty()) {
                faults.add("/audiences/" + i, "UNKNOWN_REFERENCE", "is no service that is known here");
            }
        }
        if (services.size() < key.getAudiences().size()
                || services.isEmpty()
                || services.stream().anyMatch(service -> service.getScopes().isEmpty())) {
            return;
        }
        for (int i = 0; i < key.getScopes().size(); i++) {
            String scope = key.getScopes().get(i);
            if (services.stream()
                    .flatMap(service -> service.getScopes().stream())
                    .noneMatch(may -> covers(may, scope))) {
                faults.add("/scopes/" + i, "NOT_ALLOWED", "is within the scopes of none of the key's services");
            }
        }
    }

    /** Whether everything that one grant means another means too. */
    private static boolean covers(String grant, String other) {
        return grant.equals(other)
                || (grant.endsWith(ALL) && other.startsWith(grant.substring(0, grant.length() - ALL.length())));
    }
}
