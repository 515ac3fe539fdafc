package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.SigningUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a key must look like; docs/contract/design.md, section 4. */
final class KeyRules {
    /** A scope, or a grant of all scopes below one ({@code orders:*}) or of all there are ({@code *}). */
    static final Pattern SCOPE = Pattern.compile("[a-z0-9][a-z0-9:_.-]{0,63}|\\*|[a-z0-9][a-z0-9:_.-]{0,62}(?<=:)\\*");

    /** The longest life of a key that enrols a signing key. */
    static final Duration ENROLS_FOR = Duration.ofHours(1);

    private static final int MAX_SCOPES = 64;
    private static final int MAX_AUDIENCES = 64;
    private static final int MAX_BLOCKS = 128;

    private KeyRules() {}

    static void issue(@Nullable KeyDraft draft, Instant now, Faults faults) {
        faults.required("/name", draft == null ? null : draft.getName());
        faults.required("/environment", draft == null ? null : draft.getEnvironment());
        if (draft != null) {
            if (draft.getEnvironment() == Environment.UNKNOWN) {
                faults.add("/environment", "UNKNOWN_VALUE", "must be live or test");
            }
            enrols(draft, now, faults);
            faults.cleared(draft.getClears(), Set.of(), draft);
            fields(draft, now, faults);
        }
    }

    static void update(@Nullable KeyDraft draft, Instant now, Faults faults) {
        if (draft == null) {
            faults.add("", "REQUIRED", "says nothing to change");
            return;
        }
        if (draft.getEnvironment() != null) {
            faults.add("/environment", "IMMUTABLE", "is fixed when the key is issued");
        }
        if (draft.getEnrols() != null) {
            faults.add("/enrols", "IMMUTABLE", "is fixed when the key is issued");
        }
        faults.cleared(draft.getClears(), CommandRules.CLEARABLE_OF_KEY, draft);
        fields(draft, now, faults);
    }

    /** The order of the two ends of a key's life; checked again by the decider with what the key already has. */
    static void period(@Nullable Instant notBefore, @Nullable Instant expiresAt, Faults faults) {
        if (notBefore != null && expiresAt != null && !notBefore.isBefore(expiresAt)) {
            faults.add("/expiresAt", "NOT_AFTER_NOT_BEFORE", "must be after notBefore");
        }
    }

    private static void fields(KeyDraft draft, Instant now, Faults faults) {
        faults.text("/name", draft.getName(), CommandRules.MAX_NAME);
        faults.list("/scopes", draft.getScopes(), SCOPE, MAX_SCOPES);
        faults.list("/audiences", draft.getAudiences(), CommandRules.ID, MAX_AUDIENCES);
        blocks(draft.getIpAllowlist(), faults);
        if (draft.getExpiresAt() != null && !draft.getExpiresAt().isAfter(now)) {
            faults.add("/expiresAt", "IN_THE_PAST", "must be in the future");
        }
        period(draft.getNotBefore(), draft.getExpiresAt(), faults);
        LimitRules.rateLimits(draft.getRateLimits(), faults);
        Metadata.check("/metadata", draft.getMetadata(), faults);
    }

    private static void blocks(@Nullable List<String> blocks, Faults faults) {
        if (blocks == null || faults.tooMany("/ipAllowlist", blocks, MAX_BLOCKS)) {
            return;
        }
        faults.unique("/ipAllowlist", "", blocks);
        for (int i = 0; i < blocks.size(); i++) {
            String fault = Cidr.fault(blocks.get(i));
            if (fault != null) {
                faults.add("/ipAllowlist/" + i, "INVALID_FORMAT", fault);
            }
        }
    }

    /** An enrolment key is for nothing else, and not for long. */
    private static void enrols(KeyDraft draft, Instant now, Faults faults) {
        Enrolment enrols = draft.getEnrols();
        if (enrols == null) {
            return;
        }
        faults.matches("/enrols/owner", enrols.getOwner(), CommandRules.ID);
        if (enrols.getUse() == SigningUse.TXN
                || (enrols.getUse() == SigningUse.STAMP && !enrols.getServices().isEmpty())) {
            SigningKeyRules.services(
                    "/enrols/services", enrols.getUse(), enrols.getOwner(), enrols.getServices(), faults);
        } else if (enrols.getUse() != SigningUse.STAMP) {
            faults.add("/enrols/use", "UNKNOWN_VALUE", "must be txn or stamp");
        }
        enrolsAlone(draft.getScopes(), draft.getIpAllowlist(), faults);
        if (draft.getExpiresAt() != null) {
            enrolmentEnds(draft.getExpiresAt(), now.plus(Answers.SKEW), faults);
        }
    }

    /** Checked again by the decider when a key that enrols is changed. */
    static void enrolsAlone(@Nullable List<String> scopes, @Nullable List<String> ipAllowlist, Faults faults) {
        if (scopes != null && !scopes.isEmpty()) {
            faults.add("/scopes", "NOT_ALLOWED", "an enrolment key grants nothing");
        }
        if (ipAllowlist != null && !ipAllowlist.isEmpty()) {
            faults.add("/ipAllowlist", "NOT_ALLOWED", "an enrolment key is not bound to addresses");
        }
    }

    /** Checked again by the decider when a key that enrols is changed. */
    static void enrolmentEnds(@Nullable Instant expiresAt, Instant issued, Faults faults) {
        if (expiresAt == null || expiresAt.isAfter(issued.plus(ENROLS_FOR))) {
            faults.add("/expiresAt", "OUT_OF_RANGE", "an enrolment key lives " + ENROLS_FOR + " at most");
        }
    }
}
