package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.topics.RecordHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every field of a command must look like, in the one place that all doors and the decider use. Whether the
 * command is legal for its subject is the decider's to say.
 */
public final class CommandRules {
    /** Ids of consumers, plans and services. */
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Fields of a consumer that a change can leave without a value. */
    public static final Set<String> CLEARABLE_OF_CONSUMER = Set.of("plan");

    /** Fields of a key that a change can leave without a value; its lists are emptied by an empty list. */
    public static final Set<String> CLEARABLE_OF_KEY = Set.of("notBefore", "expiresAt");

    /** The longest grace of a rotated secret. */
    public static final Duration MAX_GRACE = Duration.ofDays(30);

    static final int MAX_NAME = 200;
    private static final Pattern DIGEST = Pattern.compile(Pattern.quote(RecordHeaders.DIGEST_KEY));
    private static final int MAX_REASON = 200;
    private static final int MAX_COMMENT = 1000;

    private CommandRules() {}

    /**
     * All faults of a command's fields at once; empty = none.
     *
     * @param now what "in the past" is measured by
     * @return pointers are relative to the HTTP body of the same wish ({@code /name}, {@code /scopes/3}); those of
     *     fields that no body has name the command's field
     */
    public static List<FieldError> check(Command command, Instant now) {
        Faults faults = new Faults();
        faults.text("/actor", command.getActor(), MAX_NAME);
        faults.text("/reason", command.getReason(), MAX_REASON);
        faults.text("/comment", command.getComment(), MAX_COMMENT);
        PastedKeys.check(command, faults);
        switch (command.getType()) {
            case REGISTER_CONSUMER -> registration(command, faults);
            case UPDATE_CONSUMER -> consumer(command, faults);
            case ISSUE_KEY -> issue(command, now, faults);
            case UPDATE_KEY -> KeyRules.update(command.getKey(), now, faults);
            case ROTATE_KEY -> rotation(command, faults);
            case REVOKE_KEY, REVOKE_KEYS -> revocation(command, faults);
            case DEFINE_PLAN -> PlanRules.check(command.getSubject(), command.getPlan(), faults);
            case DEFINE_SERVICE -> ServiceRules.check(command.getSubject(), command.getService(), faults);
            case ENROL_SIGNING_KEY -> SigningKeyRules.enrol(command, now, faults);
            case ADVANCE_SIGNING_KEY -> SigningKeyRules.advance(command, now, faults);
            case DIGEST -> faults.matches("/subject", command.getSubject(), DIGEST);
            default -> {
                // The rest have no fields of their own.
            }
        }
        return faults.found();
    }

    private static void registration(Command command, Faults faults) {
        faults.matches("/id", command.getSubject(), ID);
        ConsumerDraft draft = command.getConsumer();
        faults.required("/name", draft == null ? null : draft.getName());
        if (draft != null) {
            faults.cleared(draft.getClears(), Set.of(), draft);
        }
        consumer(command, faults);
    }

    private static void consumer(Command command, Faults faults) {
        ConsumerDraft draft = command.getConsumer();
        if (draft == null) {
            if (command.getType() == CommandType.UPDATE_CONSUMER) {
                faults.add("", "REQUIRED", "says nothing to change");
            }
            return;
        }
        if (command.getType() == CommandType.UPDATE_CONSUMER) {
            faults.cleared(draft.getClears(), CLEARABLE_OF_CONSUMER, draft);
        }
        faults.text("/name", draft.getName(), MAX_NAME);
        faults.matches("/plan", draft.getPlan(), ID);
        Metadata.check("/metadata", draft.getMetadata(), faults);
    }

    private static void issue(Command command, Instant now, Faults faults) {
        faults.matches("/consumerId", command.getRouting(), ID);
        KeyRules.issue(command.getKey(), now, faults);
        SecretRules.check(command.getSecret(), faults);
        if (command.getKey() != null && command.getSecret() != null) {
            SecretRules.fits(command.getSecret(), command.getKey().getEnvironment(), faults);
        }
    }

    private static void rotation(Command command, Faults faults) {
        Long grace = command.getGraceSeconds();
        if (grace != null) {
            faults.within("/gracePeriod", grace, 0, MAX_GRACE.toSeconds());
        }
        SecretRules.check(command.getSecret(), faults);
    }

    private static void revocation(Command command, Faults faults) {
        if (command.getRevocationReason() == RevocationReason.UNKNOWN) {
            faults.add("/reason", "UNKNOWN_VALUE", "is no reason that revokes a key");
        }
    }
}
