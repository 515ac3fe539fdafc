package dev.keyfabric.registry.limits;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.QuotaPeriod;
import dev.keyfabric.schemas.event.RateLimit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rate limits and quotas in bodies and answers. Where a member is missing the value is one that is never sent: the body
 * has a fault.
 */
public final class Limits {
    private Limits() {}

    /** The member {@code rateLimits}, or null. */
    public static @Nullable List<RateLimit> rateLimits(Members members) {
        List<Members> limits = members.objects("rateLimits");
        return limits == null ? null : limits.stream().map(Limits::rateLimit).toList();
    }

    /** The member {@code quotas}, or null. */
    public static @Nullable List<Quota> quotas(Members members) {
        List<Members> quotas = members.objects("quotas");
        return quotas == null ? null : quotas.stream().map(Limits::quota).toList();
    }

    public static ArrayNode json(List<RateLimit> limits) {
        ArrayNode json = Json.object().arrayNode();
        for (RateLimit limit : limits) {
            json.addObject()
                    .put("name", limit.getName())
                    .put("quota", limit.getQuota())
                    .put("windowSeconds", limit.getWindowSeconds());
        }
        return json;
    }

    public static ArrayNode quotasJson(List<Quota> quotas) {
        ArrayNode json = Json.object().arrayNode();
        for (Quota quota : quotas) {
            json.addObject()
                    .put("name", quota.getName())
                    .put("quota", quota.getQuota())
                    .put("period", Json.lower(quota.getPeriod()));
        }
        return json;
    }

    private static RateLimit rateLimit(Members members) {
        members.require("name").require("quota").require("windowSeconds");
        RateLimit limit = new RateLimit(
                Objects.requireNonNullElse(members.text("name"), "absent"),
                Objects.requireNonNullElse(members.whole("quota"), 1L),
                Objects.requireNonNullElse(members.whole("windowSeconds"), 1L));
        members.end();
        return limit;
    }

    private static Quota quota(Members members) {
        members.require("name").require("quota").require("period");
        Quota quota = new Quota(
                Objects.requireNonNullElse(members.text("name"), "absent"),
                Objects.requireNonNullElse(members.whole("quota"), 1L),
                Objects.requireNonNullElse(members.choice("period", QuotaPeriod.class), QuotaPeriod.UNKNOWN));
        members.end();
        return quota;
    }
}
