package dev.keyfabric.registry.decide;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.SecretDraft;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the recognisable part of a secret must look like. */
final class SecretRules {
    static final String ALGORITHM = "sha-256";
    private static final int HASH_LENGTH = 32;
    private static final Pattern LAST_FOUR = Pattern.compile("[0-9A-Za-z]{4}");

    private SecretRules() {}

    static void check(@Nullable SecretDraft secret, Faults faults) {
        if (secret == null) {
            faults.required("/secret", null);
            return;
        }
        if (secret.getHash().remaining() != HASH_LENGTH) {
            faults.add("/secret/hash", "INVALID_FORMAT", "must be " + HASH_LENGTH + " bytes");
        }
        if (!secret.getAlgorithm().equals(ALGORITHM)) {
            faults.add("/secret/algorithm", "UNKNOWN_VALUE", "must be " + ALGORITHM);
        }
        if (!ApiKey.isPrefix(secret.getPrefix())) {
            faults.add("/secret/prefix", "INVALID_FORMAT", "is no prefix of a key");
        }
        faults.matches("/secret/lastFour", secret.getLastFour(), LAST_FOUR);
    }

    /** A prefix ends in the name of the environment, whatever stands before it. */
    static void fits(SecretDraft secret, @Nullable Environment environment, Faults faults) {
        if (environment != null
                && environment != Environment.UNKNOWN
                && !secret.getPrefix().endsWith("_" + environment.name().toLowerCase(Locale.ROOT))) {
            faults.add("/secret/prefix", "ENVIRONMENT_MISMATCH", "must end in the key's environment");
        }
    }
}
