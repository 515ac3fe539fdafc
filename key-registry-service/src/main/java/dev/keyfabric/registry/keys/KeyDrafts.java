package dev.keyfabric.registry.keys;

import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.limits.Limits;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.SigningUse;
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
                .setRateLimits(Limits.rateLimits(members))
                .setMetadata(members.jsonObject("metadata"))
                .setEnrols(enrolment(members.object("enrols")))
                .build();
    }

    static boolean saysNothing(KeyDraft draft) {
        return draft.equals(KeyDraft.newBuilder().build());
    }

    /** What cannot be read stands as what is refused in any case. */
    private static @Nullable Enrolment enrolment(@Nullable Members members) {
        if (members == null) {
            return null;
        }
        members.require("use").require("owner");
        Enrolment enrolment = new Enrolment(
                Objects.requireNonNullElse(members.choice("use", SigningUse.class), SigningUse.UNKNOWN),
                Objects.requireNonNullElse(members.text("owner"), ""),
                Objects.requireNonNullElse(members.texts("services"), List.of()));
        members.end();
        return enrolment;
    }
}
