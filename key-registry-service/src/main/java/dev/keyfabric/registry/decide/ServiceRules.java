package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a service must look like. The limits keep the longest definition below the longest record of its
 * topic, 1 MiB.
 */
final class ServiceRules {
    /** Scopes that a route needs; grants of several are for keys. */
    private static final Pattern REQUIRED_SCOPE = Pattern.compile("[a-z0-9][a-z0-9:_.-]{0,63}");

    /** As Kafka has it (org.apache.kafka.common.internals.Topic). */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private static final int MAX_AUDIENCES = 64;
    private static final int MAX_SCOPES = 256;
    private static final int MAX_ROUTES = 128;
    private static final int MAX_ROUTE_SCOPES = 32;
    private static final int MAX_POLICIES = 64;
    private static final int MAX_PRODUCERS = 64;

    /** positions.v1 keeps what it holds for so long: who may serve for longer could be forgotten before. */
    private static final Duration LONGEST_BOUND = Duration.ofDays(7);

    private static final Duration LONGEST_DELAY = Duration.ofDays(7);

    private ServiceRules() {}

    static void check(String serviceId, @Nullable ServiceDraft draft, Faults faults) {
        faults.matches("/id", serviceId, CommandRules.ID);
        if (draft == null) {
            faults.required("/name", null);
            return;
        }
        faults.text("/name", draft.getName(), CommandRules.MAX_NAME);
        faults.list("/audiences", draft.getAudiences(), CommandRules.ID, MAX_AUDIENCES);
        faults.list("/scopes", draft.getScopes(), KeyRules.SCOPE, MAX_SCOPES);
        routes(draft.getRoutes(), faults);
        Long bound = draft.getStalenessBoundMs();
        if (bound != null && (bound < 1000 || bound > LONGEST_BOUND.toMillis())) {
            faults.add("/stalenessBound", "OUT_OF_RANGE", "must be from PT1S to " + LONGEST_BOUND);
        }
        policies(draft.getStampPolicies(), faults);
    }

    private static void routes(List<Route> routes, Faults faults) {
        if (faults.tooMany("/routes", routes, MAX_ROUTES)) {
            return;
        }
        faults.unique("/routes", "/id", routes.stream().map(Route::getId).toList());
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            String pointer = "/routes/" + i;
            faults.matches(pointer + "/id", route.getId(), CommandRules.ID);
            faults.matches(pointer + "/audience", route.getAudience(), CommandRules.ID);
            faults.list(pointer + "/scopes", route.getScopes(), REQUIRED_SCOPE, MAX_ROUTE_SCOPES);
        }
    }

    private static void policies(List<StampPolicy> policies, Faults faults) {
        if (faults.tooMany("/stampPolicies", policies, MAX_POLICIES)) {
            return;
        }
        faults.unique(
                "/stampPolicies",
                "/topic",
                policies.stream().map(StampPolicy::getTopic).toList());
        for (int i = 0; i < policies.size(); i++) {
            policy("/stampPolicies/" + i, policies.get(i), faults);
        }
    }

    private static void policy(String pointer, StampPolicy policy, Faults faults) {
        faults.matches(pointer + "/topic", policy.getTopic(), TOPIC);
        faults.known(pointer + "/profile", policy.getProfile() != StampProfile.UNKNOWN);
        faults.known(pointer + "/time", policy.getTime() != StampTime.UNKNOWN);
        if (policy.getMaxDelaySeconds() < 0 || policy.getMaxDelaySeconds() > LONGEST_DELAY.toSeconds()) {
            faults.add(pointer + "/maxDelay", "OUT_OF_RANGE", "must be from PT0S to " + LONGEST_DELAY);
        }
        faults.list(pointer + "/allowedProducers", policy.getAllowedProducers(), CommandRules.ID, MAX_PRODUCERS);
        faults.known(pointer + "/onRevoked", policy.getOnRevoked() != OnRevoked.UNKNOWN);
        faults.known(pointer + "/tombstones", policy.getTombstones() != StampedTombstones.UNKNOWN);
    }
}
