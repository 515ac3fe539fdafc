package dev.keyfabric.registry.decide;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyEventType;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SecretStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Commands about one key. */
final class KeyDecisions {
    private KeyDecisions() {}

    static Ruling issue(Case c) {
        Command command = c.command();
        String consumerId = command.getRouting();
        Optional<ConsumerState> consumer = c.state().consumer(consumerId);
        if (consumer.isEmpty()) {
            return Ruling.refused(Refusal.NOT_FOUND, "there is no such consumer");
        }
        if (consumer.get().getStatus() == ConsumerStatus.DELETED) {
            return Ruling.refused(Refusal.ILLEGAL_TRANSITION, "the consumer is deleted");
        }
        if (!c.subject().equals(KeyId.derive(consumerId, command.getId()).text())) {
            return Ruling.refused(
                    Refusal.VALIDATION_FAILED, "the key id is not the one derived from consumer and command");
        }
        Optional<KeyState> present = c.state().key(c.subject());
        if (present.isPresent()) {
            return Ruling.refused(
                    Refusal.DUPLICATE, "the key is there already", present.get().getVersion());
        }
        Optional<Ruling> refusal = c.versionConflict(0).or(() -> knownHash(c, 0));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Faults faults = new Faults();
        KeyState wished = KeyStates.issued(c, Secrets.current(command.getSecret(), c));
        Audiences.check(c, wished, faults);
        KeyState state = PlanBounds.bounded(c, consumer.get(), wished, faults);
        return faults.found().isEmpty() ? KeyStates.applied(c, KeyEventType.KEY_ISSUED, state) : invalid(faults, 0);
    }

    static Ruling change(Case c) {
        Optional<KeyState> found = present(c);
        if (found.isEmpty()) {
            return Ruling.refused(Refusal.NOT_FOUND, "there is no such key");
        }
        KeyState present = found.get();
        Optional<Ruling> conflict = c.versionConflict(present.getVersion());
        if (conflict.isPresent()) {
            return conflict.get();
        }
        var row = Transitions.find(Transitions.KEY, c.command().getType(), present.getStatus());
        if (row.isEmpty()) {
            return c.illegal(present.getStatus(), present.getVersion());
        }
        if (!hasConsumer(c, present)
                && !Transitions.WITHOUT_CONSUMER.contains(c.command().getType())) {
            return Ruling.refused(Refusal.ILLEGAL_TRANSITION, "the consumer is deleted", present.getVersion());
        }
        if (row.get().event().isEmpty()) {
            return new Ruling.NoEffect(present.getVersion());
        }
        KeyEventType event = row.get().event().get();
        return switch (event) {
            case KEY_UPDATED -> update(c, present);
            case KEY_ROTATED -> rotate(c, present);
            case KEY_REVOKED -> KeyStates.applied(c, event, KeyStates.revoked(c, present));
            default ->
                KeyStates.applied(c, event, KeyStates.with(c, present, row.get().to()));
        };
    }

    /** The secret that a lost answer held gives way to a new one; docs/contract/design.md, section 5. */
    static Ruling replaceSecret(Case c, byte[] lost) {
        Optional<KeyState> found = present(c);
        if (found.isEmpty()) {
            return Ruling.refused(Refusal.ILLEGAL_TRANSITION, "the key of this command is no longer there");
        }
        KeyState present = found.get();
        Optional<KeySecret> secret = Secrets.withHash(present.getSecrets(), ByteBuffer.wrap(lost));
        if (present.getStatus() == KeyStatus.REVOKED
                || !hasConsumer(c, present)
                || secret.isEmpty()
                || secret.get().getStatus() != SecretStatus.CURRENT) {
            return Ruling.refused(
                    Refusal.ILLEGAL_TRANSITION,
                    "the secret of this command was superseded, or its key ended",
                    present.getVersion());
        }
        Optional<Ruling> misfit = misfit(c, present).or(() -> knownHash(c, present.getVersion()));
        if (misfit.isPresent()) {
            return misfit.get();
        }
        List<KeySecret> secrets = Secrets.replace(
                present.getSecrets(), Secrets.current(c.command().getSecret(), c));
        KeyState replaced =
                PlanBounds.rotated(c, consumer(c, present).orElseThrow(), present, KeyStates.with(c, present, secrets));
        return KeyStates.applied(c, KeyEventType.KEY_SECRET_REPLACED, replaced);
    }

    private static Ruling update(Case c, KeyState present) {
        KeyDraft draft = c.command().getKey();
        Faults faults = new Faults();
        KeyState wished = KeyStates.updated(present, draft);
        if (!Objects.equals(wished.getExpiresAt(), present.getExpiresAt())) {
            wished = PlanBounds.bounded(c, consumer(c, present).orElseThrow(), wished, faults);
        }
        if (draft.getAudiences() != null || draft.getScopes() != null) {
            Audiences.check(c, wished, faults);
        }
        KeyRules.period(wished.getNotBefore(), wished.getExpiresAt(), faults);
        if (wished.getEnrols() != null) {
            KeyRules.enrolsAlone(wished.getScopes(), wished.getIpAllowlist(), faults);
            KeyRules.enrolmentEnds(wished.getExpiresAt(), wished.getCreatedAt().plus(Answers.SKEW), faults);
        }
        if (!faults.found().isEmpty()) {
            return invalid(faults, present.getVersion());
        }
        return wished.equals(present)
                ? new Ruling.NoEffect(present.getVersion())
                : KeyStates.applied(c, KeyEventType.KEY_UPDATED, KeyStates.next(c, present, wished));
    }

    private static Ruling rotate(Case c, KeyState present) {
        Optional<Ruling> misfit = misfit(c, present).or(() -> knownHash(c, present.getVersion()));
        if (misfit.isPresent()) {
            return misfit.get();
        }
        Long seconds = c.command().getGraceSeconds();
        Duration grace = Duration.ofSeconds(seconds == null ? 0 : seconds);
        KeySecret next = Secrets.current(c.command().getSecret(), c);
        List<KeySecret> secrets =
                Secrets.rotate(present.getSecrets(), next, c.origin().at(), grace);
        if (Secrets.retiring(secrets) > Secrets.MAX_RETIRING) {
            return Ruling.refused(
                    Refusal.ILLEGAL_TRANSITION,
                    Secrets.MAX_RETIRING + " secrets of this key are in their grace already",
                    present.getVersion());
        }
        KeyState rotated = KeyStates.with(c, present, secrets);
        return KeyStates.applied(
                c,
                KeyEventType.KEY_ROTATED,
                PlanBounds.rotated(c, consumer(c, present).orElseThrow(), present, rotated));
    }

    private static Optional<Ruling> misfit(Case c, KeyState present) {
        Faults faults = new Faults();
        SecretRules.fits(c.command().getSecret(), present.getEnvironment(), faults);
        return faults.found().isEmpty() ? Optional.empty() : Optional.of(invalid(faults, present.getVersion()));
    }

    private static Ruling invalid(Faults faults, long version) {
        return new Ruling.Refused(
                Refusal.VALIDATION_FAILED.because("a field is not as it must be", faults.found()), version);
    }

    private static Optional<Ruling> knownHash(Case c, long version) {
        byte[] hash = Secrets.bytes(c.command().getSecret().getHash());
        boolean own = present(c).stream()
                .anyMatch(key -> Secrets.withHash(key.getSecrets(), ByteBuffer.wrap(hash))
                        .isPresent());
        return own || c.references().keyWithHash(hash).isPresent()
                ? Optional.of(Ruling.refused(Refusal.DUPLICATE, "this secret is known already", version))
                : Optional.empty();
    }

    /** The key a command is about; a key of another consumer than the one it was routed by is none. */
    private static Optional<KeyState> present(Case c) {
        String routing = c.command().getRouting();
        return c.state()
                .key(c.subject())
                .filter(key -> routing.equals(c.subject()) || routing.equals(key.getConsumerId()));
    }

    private static boolean hasConsumer(Case c, KeyState key) {
        return consumer(c, key).isPresent();
    }

    private static Optional<ConsumerState> consumer(Case c, KeyState key) {
        return c.state()
                .consumer(key.getConsumerId())
                .filter(consumer -> consumer.getStatus() != ConsumerStatus.DELETED);
    }
}
