package dev.keyfabric.registry.decide;

import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.SigningKeyDraft;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a signing key must look like; docs/contract/identity.md, section 1. */
final class SigningKeyRules {
    /** The longest life of a person's key, and that of one of which no end is wished. */
    static final Duration ADMIN_LIVES = Duration.ofHours(12);

    static final int MAX_SERVICES = 64;
    private static final int MAX_JWK = 2048;
    private static final int MAX_ROLES = 3;
    private static final Pattern ROLE = Pattern.compile("admin|issuer|auditor");

    private SigningKeyRules() {}

    static void enrol(Command command, Instant now, Faults faults) {
        SigningKeyStatus status = command.getSigningKeyStatus();
        if (status != SigningKeyStatus.PREPARED && status != SigningKeyStatus.ACTIVE) {
            faults.add("/status", "UNKNOWN_VALUE", "must be ACTIVE or PREPARED");
        }
        SigningKeyDraft draft = command.getSigningKey();
        if (draft == null) {
            faults.required("/publicKey", null);
            return;
        }
        publicKey(command.getSubject(), draft, faults);
        owner(draft, faults);
        services("/services", draft.getUse(), draft.getOwner(), draft.getServices(), faults);
        roles(draft, faults);
        notAfter(draft, now, faults);
    }

    static void advance(Command command, Instant now, Faults faults) {
        SigningKeyStatus status = command.getSigningKeyStatus();
        if (status == null || status == SigningKeyStatus.UNKNOWN) {
            faults.add("/status", "UNKNOWN_VALUE", "must be a status of a signing key");
        }
        Instant taintedAt = command.getTaintedAt();
        if (taintedAt == null) {
            return;
        }
        if (status != SigningKeyStatus.TAINTED) {
            faults.add("/taintedAt", "NOT_ALLOWED", "belongs to a taint alone");
        } else if (taintedAt.isAfter(now.plus(Answers.SKEW))) {
            faults.add("/taintedAt", "IN_THE_FUTURE", "must not be in the future");
        }
    }

    /** Which services a key of a use and an owner may be bound to. */
    static void services(String pointer, SigningUse use, String owner, List<String> services, Faults faults) {
        faults.list(pointer, services, CommandRules.ID, MAX_SERVICES);
        switch (use) {
            case TXN -> {
                if (services.isEmpty()) {
                    faults.add(pointer, "REQUIRED", "must name the services that tokens of the key may name");
                }
            }
            case STAMP -> {
                if (!services.equals(List.of(owner))) {
                    faults.add(pointer, "NOT_ALLOWED", "must be the owner alone");
                }
            }
            default -> {
                if (!services.isEmpty()) {
                    faults.add(pointer, "NOT_ALLOWED", "a key of this use is bound to no service");
                }
            }
        }
    }

    /** The key of a JWK text, or empty when it is none. */
    static Optional<VerifyingKey> key(String jwk) {
        if (jwk.length() > MAX_JWK) {
            return Optional.empty();
        }
        try {
            return Optional.of(VerifyingKey.fromJwk(jwk));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    private static void publicKey(String kid, SigningKeyDraft draft, Faults faults) {
        VerifyingKey key = key(draft.getPublicJwk()).orElse(null);
        if (key == null) {
            faults.add("/publicKey", "INVALID_FORMAT", "must be the JWK of an Ed25519 or P-256 public key");
            return;
        }
        if (!key.kid().equals(kid)) {
            faults.add("/publicKey", "KID_MISMATCH", "the subject is not the key's RFC 7638 thumbprint");
        }
        if (!key.algorithm().joseName().equals(draft.getAlgorithm())) {
            faults.add("/publicKey/alg", "UNKNOWN_VALUE", "is not the algorithm of the key");
        }
    }

    private static void owner(SigningKeyDraft draft, Faults faults) {
        switch (draft.getUse()) {
            case UNKNOWN -> faults.add("/use", "UNKNOWN_VALUE", "is no use of a signing key");
            case TXN, STAMP -> faults.matches("/owner", draft.getOwner(), CommandRules.ID);
            case REGISTRY, ADMIN -> faults.text("/owner", draft.getOwner(), CommandRules.MAX_NAME);
        }
    }

    private static void roles(SigningKeyDraft draft, Faults faults) {
        faults.list("/roles", draft.getRoles(), ROLE, MAX_ROLES);
        boolean admin = draft.getUse() == SigningUse.ADMIN;
        if (admin && draft.getRoles().isEmpty()) {
            faults.add("/roles", "REQUIRED", "must name the roles of the key's owner");
        } else if (!admin && !draft.getRoles().isEmpty()) {
            faults.add("/roles", "NOT_ALLOWED", "only the key of a person has roles");
        }
    }

    private static void notAfter(SigningKeyDraft draft, Instant now, Faults faults) {
        @Nullable Instant notAfter = draft.getNotAfter();
        if (notAfter != null && !notAfter.isAfter(now)) {
            faults.add("/notAfter", "IN_THE_PAST", "must be in the future");
        }
        if (draft.getUse() == SigningUse.ADMIN
                && notAfter != null
                && notAfter.isAfter(now.plus(ADMIN_LIVES).plus(Answers.SKEW))) {
            faults.add("/notAfter", "OUT_OF_RANGE", "the key of a person lives " + ADMIN_LIVES + " at most");
        }
    }
}
