package dev.keyfabric.validation;

import dev.keyfabric.validation.token.NodeKey;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.RouteRule;
import dev.keyfabric.validation.view.ServiceRecord;
import dev.keyfabric.validation.view.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the services that a node stands for: the one it was told of, and those that its signing key may name. Of
 * others' routes it knows nothing, so that no name of theirs can mean something here.
 */
final class RouteTable {
    private final Subjects subjects;
    private final NodeKey nodeKey;
    private final @Nullable String service;

    RouteTable(Subjects subjects, NodeKey nodeKey, @Nullable String service) {
        this.subjects = subjects;
        this.nodeKey = nodeKey;
        this.service = service;
    }

    /**
     * Every rule of that name, each with its audience; more than one is ambiguous. Empty while a service cannot be read
     * that may have a rule of that name.
     */
    Optional<List<RouteRule>> named(String route) {
        List<RouteRule> rules = new ArrayList<>(1);
        for (String id : services()) {
            Held<ServiceRecord> held = subjects.service(id);
            ServiceRecord record = held == null ? null : held.usable();
            if (held != null && record == null) {
                return Optional.empty();
            }
            if (record != null) {
                for (RouteRule rule : record.routes()) {
                    if (rule.id().equals(route)) {
                        String audience = rule.audience() == null ? id : rule.audience();
                        rules.add(new RouteRule(route, audience, rule.scopes(), rule.token()));
                    }
                }
            }
        }
        return Optional.of(rules);
    }

    private Set<String> services() {
        Set<String> services =
                new TreeSet<>(nodeKey.usable().map(NodeKey.Usable::services).orElse(Set.of()));
        if (service != null) {
            services.add(service);
        }
        return services;
    }
}
