package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.SigningKeyDraft;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyEventType;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands about one signing key; owner, use, services, roles and algorithm are fixed when it is enrolled. */
final class SigningKeyDecisions {
    private static final Set<SigningKeyStatus> NOT_OVER =
            EnumSet.of(SigningKeyStatus.PREPARED, SigningKeyStatus.ACTIVE);

    private SigningKeyDecisions() {}

    static Ruling enrol(Case c) {
        Optional<SigningKeyState> present = c.state().signingKey(c.subject());
        long version = present.map(SigningKeyState::getVersion).orElse(0L);
        Optional<Ruling> conflict = c.versionConflict(version);
        if (conflict.isPresent()) {
            return conflict.get();
        }
        if (present.isEmpty()) {
            SigningKeyState state = enrolled(c);
            return applied(c, SigningKeyEventType.SIGNING_KEY_ENROLLED, state);
        }
        return isThere(present.get(), c.command())
                ? new Ruling.NoEffect(version)
                : Ruling.refused(
                        Refusal.DUPLICATE,
                        "the key is enrolled already, and is " + present.get().getStatus(),
                        version);
    }

    static Ruling advance(Case c) {
        Optional<SigningKeyState> found = c.state().signingKey(c.subject());
        if (found.isEmpty()) {
            return Ruling.refused(Refusal.NOT_FOUND, "there is no such signing key");
        }
        SigningKeyState present = found.get();
        Optional<Ruling> conflict = c.versionConflict(present.getVersion());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        SigningKeyStatus to = c.command().getSigningKeyStatus();
        var row = Transitions.find(Transitions.SIGNING_KEY, c.command().getType(), present.getStatus(), to);
        if (row.isEmpty()) {
            return Ruling.refused(
                    Refusal.ILLEGAL_TRANSITION,
                    "a key that is " + present.getStatus() + " cannot become " + to,
                    present.getVersion());
        }
        SigningKeyState wished = advanced(present, c, to);
        if (row.get().event().isEmpty() || wished.equals(present)) {
            return new Ruling.NoEffect(present.getVersion());
        }
        SigningKeyState after = SigningKeyState.newBuilder(wished)
                .setVersion(present.getVersion() + 1)
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
        return applied(c, row.get().event().get(), after);
    }

    /** Whether a key is what an enrolment wishes, and its use is not over; the end of its life may have been counted anew. */
    private static boolean isThere(SigningKeyState present, Command command) {
        SigningKeyDraft draft = command.getSigningKey();
        return NOT_OVER.contains(present.getStatus())
                && (present.getStatus() == SigningKeyStatus.ACTIVE
                        || command.getSigningKeyStatus() == SigningKeyStatus.PREPARED)
                && present.getUse() == draft.getUse()
                && present.getOwner().equals(draft.getOwner())
                && present.getServices().equals(draft.getServices())
                && present.getRoles().equals(draft.getRoles());
    }

    private static SigningKeyState enrolled(Case c) {
        SigningKeyDraft draft = c.command().getSigningKey();
        return SigningKeyState.newBuilder()
                .setKid(c.subject())
                .setOwner(draft.getOwner())
                .setUse(draft.getUse())
                .setStatus(c.command().getSigningKeyStatus())
                .setAlgorithm(draft.getAlgorithm())
                .setPublicJwk(SigningKeyRules.key(draft.getPublicJwk())
                        .orElseThrow(() -> new IllegalStateException("the rules let no other key pass"))
                        .toJwkText())
                .setServices(draft.getServices())
                .setRoles(draft.getRoles())
                .setNotAfter(end(draft, c.origin().at()))
                .setVersion(c.origin().appendTime())
                .setCreatedAt(c.origin().at())
                .setCreatedBy(c.command().getActor())
                .setChangedAt(c.origin().at())
                .setChangedBy(c.command().getActor())
                .build();
    }

    /** Counted from the append, so that a wish repeated later is still the same wish. */
    private static @Nullable Instant end(SigningKeyDraft draft, Instant now) {
        return draft.getUse() == SigningUse.ADMIN && draft.getNotAfter() == null
                ? now.plus(SigningKeyRules.ADMIN_LIVES)
                : draft.getNotAfter();
    }

    private static SigningKeyState advanced(SigningKeyState present, Case c, SigningKeyStatus to) {
        SigningKeyState.Builder advanced = SigningKeyState.newBuilder(present).setStatus(to);
        Instant now = c.origin().at();
        if (to == SigningKeyStatus.RETIRED) {
            advanced.setNotAfter(earliest(present.getNotAfter(), now));
        } else if (to == SigningKeyStatus.TAINTED) {
            Instant said = c.command().getTaintedAt();
            // Whoever learns that it was earlier may say so; nobody can make it later.
            Instant tainted = said == null && present.getTaintedAt() != null ? present.getTaintedAt() : said;
            advanced.setTaintedAt(earliest(present.getTaintedAt(), earliest(tainted, now)));
        }
        return advanced.build();
    }

    private static Instant earliest(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    private static Ruling applied(Case c, SigningKeyEventType type, SigningKeyState state) {
        Change change = new Change(
                Topic.SIGNING_KEYS,
                state.getKid(),
                SigningKeyEvent.newBuilder()
                        .setType(type)
                        .setAt(c.origin().at())
                        .setActor(c.command().getActor())
                        .setDoor(c.command().getDoor())
                        .setReason(c.command().getReason())
                        .setCause(c.origin().cause())
                        .setState(state)
                        .build());
        return Ruling.applied(change, state.getVersion());
    }
}
