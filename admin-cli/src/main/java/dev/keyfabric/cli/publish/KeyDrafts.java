package dev.keyfabric.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.RateLimit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a key shall be, read from the body that would go over HTTP. */
final class KeyDrafts {
    private KeyDrafts() {}

    static KeyDraft read(Members members) {
        return KeyDraft.newBuilder()
                .setName(members.text("name"))
                .setScopes(members.texts("scopes"))
                .setAudiences(members.texts("audiences"))
                .setIpAllowlist(members.texts("ipAllowlist"))
                .setNotBefore(time("notBefore", members))
                .setExpiresAt(time("expiresAt", members))
                .setRateLimits(members.objects("rateLimits", KeyDrafts::limit))
                .setMetadata(line(members.object("metadata")))
                .setClears(members.cleared())
                .build();
    }

    /** JSON text as the bus carries it. */
    static @Nullable String line(@Nullable JsonNode object) {
        return object == null ? null : Json.line(object);
    }

    private static @Nullable Instant time(String name, Members members) {
        return members.parsed(name, Instant::parse, "a time such as 2027-01-31T12:00:00Z");
    }

    private static RateLimit limit(Members members) {
        return new RateLimit(members.needed("name"), members.whole("quota"), members.whole("windowSeconds"));
    }
}
