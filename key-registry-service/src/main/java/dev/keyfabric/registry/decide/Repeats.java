package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.SecretDraft;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a command id means that has its answer already; docs/contract/design.md, section 5, "Idempotency". */
final class Repeats {
    /** So long may a lost secret be made anew. */
    private static final Duration RECOVERY = Duration.ofHours(24);

    private static final Set<CommandType> MAKE_A_SECRET = EnumSet.of(CommandType.ISSUE_KEY, CommandType.ROTATE_KEY);

    private Repeats() {}

    static Decision decide(Case c, CommandResult stored) {
        if (!stored.getContentHash().equals(ByteBuffer.wrap(ContentHash.of(c.command())))) {
            return Answers.passing(
                    c, Refusal.IDEMPOTENCY_KEY_REUSED.because("this command id was used for something else"));
        }
        ByteBuffer made = stored.getSecretHash();
        if (made == null
                || !MAKE_A_SECRET.contains(c.command().getType())
                || isSame(made, c.command().getSecret())) {
            return Answers.again(c, stored);
        }
        return replaceSecret(c, stored, Secrets.bytes(made));
    }

    private static boolean isSame(ByteBuffer made, SecretDraft secret) {
        return secret != null && secret.getHash().equals(made);
    }

    private static Decision replaceSecret(Case c, CommandResult stored, byte[] lost) {
        if (c.origin().at().isAfter(stored.getFirstAt().plus(RECOVERY))) {
            return Answers.passing(
                    c, Refusal.ILLEGAL_TRANSITION.because("the secret can be made anew for " + RECOVERY + " only"));
        }
        Faults faults = new Faults();
        SecretRules.check(c.command().getSecret(), faults);
        List<FieldError> found = faults.found();
        if (!found.isEmpty()) {
            return Answers.passing(c, Refusal.VALIDATION_FAILED.because("a field is not as it must be", found));
        }
        Ruling ruling = KeyDecisions.replaceSecret(c, lost);
        return ruling instanceof Ruling.Refused refused
                ? Answers.passing(c, refused.problem())
                : Answers.instead(c, stored, ruling);
    }
}
