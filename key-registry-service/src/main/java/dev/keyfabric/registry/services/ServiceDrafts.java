package dev.keyfabric.registry.services;

import dev.keyfabric.registry.body.Members;
import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a body what a service shall be, whole: what is left out has its default, and the default is always the
 * stricter one. Where a member is missing that must be there, the value is one that is never sent: the body has a fault.
 */
final class ServiceDrafts {
    private static final long DEFAULT_DELAY_SECONDS = 300;

    private ServiceDrafts() {}

    static ServiceDraft read(Members members) {
        members.require("name");
        return ServiceDraft.newBuilder()
                .setName(Objects.requireNonNullElse(members.text("name"), "absent"))
                .setAudiences(orNone(members.texts("audiences")))
                .setScopes(orNone(members.texts("scopes")))
                .setRoutes(orNone(members.objects("routes")).stream()
                        .map(ServiceDrafts::route)
                        .toList())
                .setStalenessBoundMs(millis(members.duration("stalenessBound")))
                .setStampPolicies(orNone(members.objects("stampPolicies")).stream()
                        .map(ServiceDrafts::stampPolicy)
                        .toList())
                .setExplain(or(members.flag("explain"), false))
                .setMetadata(or(members.flag("metadata"), false))
                .build();
    }

    /** As requests and answers spell a constant: {@code reject-compromised}. */
    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Route route(Members members) {
        members.require("id");
        Route route = new Route(
                Objects.requireNonNullElse(members.text("id"), "absent"),
                members.text("audience"),
                orNone(members.texts("scopes")),
                or(members.flag("token"), true));
        members.end();
        return route;
    }

    private static StampPolicy stampPolicy(Members members) {
        members.require("topic");
        StampPolicy policy = new StampPolicy(
                Objects.requireNonNullElse(members.text("topic"), "absent"),
                or(members.choice("profile", StampProfile.class, ServiceDrafts::spelled), StampProfile.SIGNED),
                or(members.choice("time", StampTime.class, ServiceDrafts::spelled), StampTime.APPEND),
                or(members.seconds("maxDelay"), DEFAULT_DELAY_SECONDS),
                orNone(members.texts("allowedProducers")),
                or(members.choice("onRevoked", OnRevoked.class, ServiceDrafts::spelled), OnRevoked.REJECT_COMPROMISED),
                or(
                        members.choice("tombstones", StampedTombstones.class, ServiceDrafts::spelled),
                        StampedTombstones.REFUSED),
                or(members.flag("exchange"), false));
        members.end();
        return policy;
    }

    /** A duration that has no form in milliseconds is longer than any bound may be. */
    private static @Nullable Long millis(@Nullable Duration duration) {
        try {
            return duration == null ? null : duration.toMillis();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
