package dev.keyfabric.validation.judge;

import dev.keyfabric.validation.limits.LimitStanding;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.KeyRecord;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link Question}. There is no third kind: what is not {@link Valid} is a refusal. */
public sealed interface Verdict {
    Code code();

    AsOf asOf();

    /** The id of the key that was asked about, or null when none was found. */
    @Nullable
    String keyId();

    /** How the limits stand after this answer; null when none was asked: the key has none, or something else refused. */
    @Nullable
    LimitStanding limits();

    /** Null unless it was asked for and the service's policy lets it out. */
    @Nullable
    Explanation explanation();

    /**
     * Yes, and charged.
     *
     * @param metadata the consumer's metadata as JSON text when the service's policy lets it out, else null
     */
    record Valid(
            KeyRecord key,
            ConsumerRecord consumer,
            @Nullable String metadata,
            AsOf asOf,
            @Nullable LimitStanding limits,
            @Nullable Explanation explanation)
            implements Verdict {
        @Override
        public Code code() {
            return Code.VALID;
        }

        @Override
        public String keyId() {
            return key.id();
        }
    }

    /** No, and nothing is charged; {@code code} is never {@link Code#VALID}. */
    record Denied(
            Code code,
            @Nullable String keyId,
            AsOf asOf,
            @Nullable LimitStanding limits,
            @Nullable Explanation explanation)
            implements Verdict {
        public Denied {
            if (code == Code.VALID) {
                throw new IllegalArgumentException("a refusal needs the code of a refusal");
            }
        }

        /** No, for a reason that has nothing to do with limits. */
        public Denied(Code code, @Nullable String keyId, AsOf asOf) {
            this(code, keyId, asOf, null, null);
        }
    }
}
