package dev.keyfabric.validation.judge;

import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.validation.judge.Explanation.Kind;
import dev.keyfabric.validation.judge.Explanation.Source;
import dev.keyfabric.validation.limits.Limit;
import dev.keyfabric.validation.limits.LimitStanding;
import dev.keyfabric.validation.limits.RateWindow;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.KeyRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says afterwards which rule has decided, and what it was decided from. Holds nothing of the credential. */
final class Explainer {
    static final String FAILED_ATTEMPTS = "address.failedAttempts";

    private Explainer() {}

    static Explanation explain(Code code, Opinion opinion, @Nullable LimitStanding standing) {
        return new Explanation(rule(code, opinion, standing), records(opinion));
    }

    private static String rule(Code code, Opinion opinion, @Nullable LimitStanding standing) {
        return switch (code) {
            case NOT_READY, UNAVAILABLE -> "node.view";
            case STALE -> "node.staleness";
            case POLICY_INVALID -> "request.policy";
            case MISSING_CREDENTIAL, AMBIGUOUS_CREDENTIAL -> "request.credential";
            case INVALID_FORMAT -> "key.format";
            case NOT_FOUND -> "key.secrets";
            case UNREADABLE -> keyIsReadable(opinion) ? "consumer.readable" : "key.readable";
            case REVOKED -> keyIsRevoked(opinion) ? "key.status" : "consumer.status";
            case SECRET_RETIRED -> "key.secrets.status";
            case SUSPENDED -> "key.status";
            case EXPIRED -> "key.expiresAt";
            case NOT_YET_VALID -> "key.notBefore";
            case CONSUMER_UNKNOWN -> "key.consumerId";
            case CONSUMER_SUSPENDED -> "consumer.status";
            case AUDIENCE_MISMATCH -> enrols(opinion) ? "key.enrols" : "key.audiences";
            case ENVIRONMENT_MISMATCH -> "key.environment";
            case IP_NOT_ALLOWED -> "key.ipAllowlist";
            case INSUFFICIENT_SCOPE -> "key.scopes";
            case RATE_LIMITED, QUOTA_EXCEEDED -> standing == null ? "limits" : limit(opinion, standing);
            case VALID -> "passed";
        };
    }

    /** The limit that refused, by whose it is. */
    private static String limit(Opinion opinion, LimitStanding standing) {
        Limit limit = standing.limit(standing.tightest());
        KeyRecord key = opinion.found() == null ? null : opinion.found().key().usable();
        String kind = limit instanceof RateWindow ? ".rateLimits." : ".quotas.";
        if (key != null && key.limits().limits().contains(limit)) {
            return "key" + kind + limit.name();
        }
        boolean known = opinion.plan() != null && opinion.plan().usable() != null;
        return known ? "plan" + kind + limit.name() : "plan.readable";
    }

    private static List<Source> records(Opinion opinion) {
        List<Source> records = new ArrayList<>();
        if (opinion.found() != null) {
            records.add(new Source(
                    Kind.KEY, opinion.found().keyId(), opinion.found().key().version()));
            KeyRecord key = opinion.found().key().state();
            if (key != null && opinion.consumer() != null) {
                records.add(new Source(
                        Kind.CONSUMER, key.consumerId(), opinion.consumer().version()));
            }
            ConsumerRecord owner =
                    opinion.consumer() == null ? null : opinion.consumer().state();
            String plan = owner == null ? null : owner.plan();
            if (plan != null && opinion.plan() != null) {
                records.add(new Source(Kind.PLAN, plan, opinion.plan().version()));
            }
        }
        return records;
    }

    private static boolean keyIsReadable(Opinion opinion) {
        return opinion.found() != null && opinion.found().key().usable() != null;
    }

    private static boolean keyIsRevoked(Opinion opinion) {
        KeyRecord key = opinion.found() == null ? null : opinion.found().key().usable();
        return key != null && key.status() == KeyStatus.REVOKED;
    }

    private static boolean enrols(Opinion opinion) {
        KeyRecord key = opinion.found() == null ? null : opinion.found().key().usable();
        return key != null && key.enrols();
    }
}
