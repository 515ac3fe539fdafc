package dev.keyfabric.validation.limits;

import dev.keyfabric.validation.address.IpAddress;
import org.jspecify.annotations.Nullable;

/** Counts what is spent. Safe for many threads; waits for nothing. */
public interface Limiter {
    /**
     * Charges a key for a question that nothing else speaks against, where every limit lets it through.
     *
     * @param plan the limits of its consumer's plan
     * @param own the key's own limits, which stand before those of the plan
     * @param cost what the question costs; 0 = nothing is charged, and nothing refused
     * @return null when the key has no limit
     */
    @Nullable
    LimitStanding charge(String keyId, LimitSet plan, LimitSet own, int cost);

    /** Counts one failed attempt from an address; refused when there were too many. Null when they are not limited. */
    @Nullable
    LimitStanding failed(IpAddress address);

    /** What a key whose plan cannot be read, or is not known, is limited to. */
    LimitSet strictest();
}
