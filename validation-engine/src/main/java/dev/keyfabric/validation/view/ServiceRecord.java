package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.wire.Wire;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service: what its callers and its messages have to bring.
 *
 * @param stalenessBoundMs beyond which answers for this service are STALE; null = the node's own bound
 * @param explain whether answers for this service may say why
 * @param metadata whether answers for this service carry the consumer's metadata
 * @param audiences the services it may call
 * @param scopes that keys for it may carry
 */
public record ServiceRecord(
        String id,
        @Nullable Long stalenessBoundMs,
        boolean explain,
        boolean metadata,
        Set<String> audiences,
        Set<String> scopes,
        List<RouteRule> routes,
        List<StampRule> stamps,
        long version)
        implements Subject {
    public ServiceRecord {
        audiences = Set.copyOf(audiences);
        scopes = Set.copyOf(scopes);
        routes = List.copyOf(routes);
        stamps = List.copyOf(stamps);
    }

    static ServiceRecord read(byte[] value) {
        ServiceState state =
                Readings.state(Wire.decode(value, ServiceEvent.class).getState());
        Readings.refuseCritical(state.getCritical());
        return new ServiceRecord(
                state.getServiceId(),
                state.getStalenessBoundMs(),
                state.getExplain(),
                state.getMetadata(),
                Set.copyOf(state.getAudiences()),
                Set.copyOf(state.getScopes()),
                state.getRoutes().stream().map(RouteRule::read).toList(),
                state.getStampPolicies().stream()
                        .map(policy -> StampRule.read(state.getServiceId(), policy))
                        .toList(),
                Readings.version(state.getVersion()));
    }

    @Override
    public int strictness() {
        return 0;
    }

    @Override
    public boolean isFinal() {
        return false;
    }
}
