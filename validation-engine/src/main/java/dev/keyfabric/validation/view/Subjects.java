package dev.keyfabric.validation.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the judge reads: subjects as they are held now. Every method may throw when the store cannot be read. */
public interface Subjects {
    /** Ids of the keys that hold the secret with this SHA-256, in no meaningful order; mostly one or none. */
    List<String> keysByHash(byte[] sha256);

    @Nullable
    Held<KeyRecord> key(String keyId);

    @Nullable
    Held<ConsumerRecord> consumer(String consumerId);

    @Nullable
    Held<PlanRecord> plan(String planId);

    @Nullable
    Held<ServiceRecord> service(String serviceId);

    /** How far the topics are applied now. */
    Applied applied();

    /**
     * The largest staleness over the lifecycle partitions in ms; {@link #STALENESS_UNKNOWN} while one of them was never
     * ticked.
     */
    long stalenessMs();

    /** The largest integer that every JSON reader holds exactly: more than any bound, and still a number. */
    long STALENESS_UNKNOWN = 9_007_199_254_740_991L;
}
