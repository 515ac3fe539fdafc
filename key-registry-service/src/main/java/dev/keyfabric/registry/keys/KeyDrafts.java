package dev.keyfabric.registry.keys;

import dev.keyfabric.registry.body.Members;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.RateLimit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads from a body what a key shall be. */
final class KeyDrafts {
    private KeyDrafts() {}

    static KeyDraft read(Members members) {
        return KeyDraft.newBuilder()
                .setName(members.text("name"))
                .setEnvironment(members.choice("environment", Environment.class))
                .setScopes(members.texts("scopes"))
                .setAudiences(members.texts("audiences"))
                .setIpAllowlist(members.texts("ipAllowlist"))
                .setNotBefore(members.instant("notBefore"))
                .setExpiresAt(members.instant("expiresAt"))
                .setRateLimits(rateLimits(members.objects("rateLimits")))
                .setMetadata(members.jsonObject("metadata"))
                .build();
    }

    static boolean saysNothing(KeyDraft draft) {
        return draft.equals(KeyDraft.newBuilder().build());
    }

    private static @Nullable List<RateLimit> rateLimits(@Nullable List<Members> limits) {
        return limits == null ? null : limits.stream().map(KeyDrafts::rateLimit).toList();
    }

    /** Where a member is missing the value is one that is never sent: the body has a fault. */
    private static RateLimit rateLimit(Members members) {
        members.require("name").require("quota").require("windowSeconds");
        RateLimit limit = new RateLimit(
                Objects.requireNonNullElse(members.text("name"), "absent"),
                Objects.requireNonNullElse(members.whole("quota"), 1L),
                Objects.requireNonNullElse(members.whole("windowSeconds"), 1L));
        members.end();
        return limit;
    }
}
