package dev.keyfabric.cli.publish;

import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service's definition, read as {@code PUT /v1/services/{id}} reads it: what is left out has the same default. */
final class ServiceDrafts {
    private static final long DEFAULT_DELAY_SECONDS = 300;

    private ServiceDrafts() {}

    static ServiceDraft read(Members members) {
        return ServiceDraft.newBuilder()
                .setName(members.needed("name"))
                .setAudiences(orNone(members.texts("audiences")))
                .setScopes(orNone(members.texts("scopes")))
                .setRoutes(orNone(members.objects("routes", ServiceDrafts::route)))
                .setStalenessBoundMs(members.millis("stalenessBound"))
                .setStampPolicies(orNone(members.objects("stampPolicies", ServiceDrafts::stampPolicy)))
                .setExplain(members.flag("explain", false))
                .setMetadata(members.flag("metadata", false))
                .build();
    }

    private static Route route(Members members) {
        return new Route(
                members.needed("id"),
                members.text("audience"),
                orNone(members.texts("scopes")),
                members.flag("token", true));
    }

    private static StampPolicy stampPolicy(Members members) {
        return new StampPolicy(
                members.needed("topic"),
                members.choice("profile", StampProfile.class, StampProfile.SIGNED),
                members.choice("time", StampTime.class, StampTime.APPEND),
                Objects.requireNonNullElse(members.seconds("maxDelay"), DEFAULT_DELAY_SECONDS),
                orNone(members.texts("allowedProducers")),
                members.choice("onRevoked", OnRevoked.class, OnRevoked.REJECT_COMPROMISED),
                members.choice("tombstones", StampedTombstones.class, StampedTombstones.REFUSED),
                members.flag("exchange", false));
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
