package dev.keyfabric.validator.check;

import dev.keyfabric.validation.credential.Credentials;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.settings.CredentialRule;
import dev.keyfabric.validator.authorize.Asked;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a Check asks. The policy stands in the context extensions, which are the proxy's configuration, and nowhere
 * else; the credential in the request's headers; the address is the one that Envoy takes for the caller's.
 */
final class CheckReading {
    private static final String ROUTE = "route";
    private static final Set<String> PARAMETERS = Set.of("audience", "scope", "token");

    private final CredentialRule rule;
    private final Function<String, @Nullable Policy> routes;

    /**
     * A reading.
     *
     * @param routes the policy of a route, or null
     */
    CheckReading(CredentialRule rule, Function<String, @Nullable Policy> routes) {
        this.rule = rule;
        this.routes = routes;
    }

    Asked read(CheckRequest request) {
        AttributeContext attributes = request.getAttributes();
        CheckHeaders headers = new CheckHeaders(attributes.getRequest().getHttp());
        return new Asked(
                policy(attributes.getContextExtensionsMap()),
                Credentials.of(rule, headers.lines("authorization"), headers.lines("x-api-key")),
                address(attributes));
    }

    /** A route's name alone, or the parameters themselves; what is unknown may be a restriction that is misspelt. */
    private @Nullable Policy policy(Map<String, String> extensions) {
        String route = extensions.get(ROUTE);
        if (route != null) {
            return extensions.size() == 1 ? routes.apply(route) : null;
        }
        return PARAMETERS.containsAll(extensions.keySet())
                ? Policy.of(extensions).orElse(null)
                : null;
    }

    private static @Nullable String address(AttributeContext attributes) {
        SocketAddress address = attributes.getSource().getAddress().getSocketAddress();
        return address.getAddress().isEmpty() ? null : address.getAddress();
    }
}
