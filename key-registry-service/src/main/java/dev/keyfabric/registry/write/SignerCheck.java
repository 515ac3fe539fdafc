package dev.keyfabric.registry.write;

import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.PartitionState;
import dev.keyfabric.registry.decide.References;
import dev.keyfabric.registry.decide.Refusal;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signed a command, and whether they may: the one place where commands are checked, before anything is decided.
 * An active registry's key signs what its facade takes, a person's key what {@link PersonRights} let it; the root signs only what makes and ends such keys, and what a
 * decision leaves to be done: to revoke the keys of a deleted consumer. Used by one thread.
 */
final class SignerCheck {
    private static final Logger log = LoggerFactory.getLogger(SignerCheck.class);

    private static final String ROOT = "root";
    private static final int MOST_REMEMBERED = 256;

    /** An RFC 7638 thumbprint. */
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String topic;
    private final RootKey root;
    private final References references;

    /** Public keys by kid, which is their thumbprint: what one of them means cannot change, what it may do can. */
    private final Map<String, VerifyingKey> read = new HashMap<>();

    SignerCheck(TopicNames names, RootKey root, References references) {
        this.topic = names.nameOf(Topic.COMMANDS);
        this.root = root;
        this.references = references;
    }

    /**
     * Who signed a command.
     *
     * @param signer the owner of the key, or {@code root}; null where the signature proves nobody
     * @param fault why the command is not to be decided; null when it is
     */
    record Checked(@Nullable String signer, @Nullable Fault fault) {}

    /** Why a command is not to be decided. */
    record Fault(Refusal refusal, String detail) {}

    /**
     * Checks one command.
     *
     * @throws RefillException when the state of the partition cannot be read
     */
    Checked check(Record<byte[], byte[]> record, Command command, CommandOrigin origin, PartitionState state) {
        Ring ring = new Ring(state);
        Optional<Fault> unproven = unproven(record, command, ring);
        if (unproven.isPresent()) {
            return new Checked(null, unproven.get());
        }
        SigningKeyState signer = ring.signer;
        return signer == null
                ? new Checked(ROOT, ofRoot(command, state).orElse(null))
                : new Checked(signer.getOwner(), ofKey(signer, command, origin).orElse(null));
    }

    private Optional<Fault> unproven(Record<byte[], byte[]> record, Command command, Ring ring) {
        Headers headers = record.headers();
        if (!command.getId().equals(Cause.text(headers, RecordHeaders.COMMAND))) {
            return fault(Refusal.COMMAND_SIGNATURE_INVALID, "the record's header names another command");
        }
        Header signature = headers.lastHeader(RecordSignature.HEADER);
        JwsVerdict verdict = RecordSignature.verify(
                signature == null ? null : signature.value(),
                RecordContent.ofCommand(topic, record.key(), record.value(), command.getId()),
                ring);
        if (verdict instanceof JwsVerdict.Refused refused) {
            return switch (refused.reason()) {
                case UNSIGNED -> fault(Refusal.COMMAND_UNSIGNED, "the command is not signed");
                case KEY_UNKNOWN -> fault(Refusal.SIGNER_UNKNOWN, "whoever signed the command is not known here");
                case KEYS_UNAVAILABLE -> throw new RefillException("the state did not tell who signed a command");
                default -> fault(Refusal.COMMAND_SIGNATURE_INVALID, "the signature is not good: " + refused.reason());
            };
        }
        return Optional.empty();
    }

    /** Only what needs no other key to be there already. */
    private static Optional<Fault> ofRoot(Command command, PartitionState state) {
        boolean allowed = switch (command.getType()) {
            case ENROL_SIGNING_KEY -> enrolsRegistry(command);
            case ADVANCE_SIGNING_KEY ->
                heldHere(state, command.getSubject())
                        .filter(key -> key.getUse() == SigningUse.REGISTRY)
                        .isPresent();
            // Good for nothing else: the decision asks for a consumer that is deleted.
            case REVOKE_KEYS -> command.getRevocationReason() == RevocationReason.CONSUMER_DELETED;
            default -> false;
        };
        return allowed ? Optional.empty() : fault(Refusal.SIGNER_NOT_ALLOWED, "the root signs no such command");
    }

    private static Optional<Fault> ofKey(SigningKeyState signer, Command command, CommandOrigin origin) {
        if (signer.getUse() != SigningUse.REGISTRY && signer.getUse() != SigningUse.ADMIN) {
            return fault(Refusal.SIGNER_NOT_ALLOWED, "a key of use " + signer.getUse() + " signs no such command");
        }
        if (signer.getStatus() != SigningKeyStatus.ACTIVE || signer.getTaintedAt() != null) {
            return fault(Refusal.SIGNER_NOT_ALLOWED, "the signer's key is " + signer.getStatus());
        }
        if (signer.getNotAfter() != null && origin.at().isAfter(signer.getNotAfter())) {
            return fault(Refusal.SIGNER_NOT_ALLOWED, "the signer's key had ended");
        }
        if (signer.getUse() == SigningUse.ADMIN) {
            return PersonRights.fault(signer, command).flatMap(detail -> fault(Refusal.SIGNER_NOT_ALLOWED, detail));
        }
        return enrolsRegistry(command)
                ? fault(Refusal.SIGNER_NOT_ALLOWED, "only the root enrols registries' keys")
                : Optional.empty();
    }

    private static boolean enrolsRegistry(Command command) {
        return command.getType() == CommandType.ENROL_SIGNING_KEY
                && command.getSigningKey() != null
                && command.getSigningKey().getUse() == SigningUse.REGISTRY;
    }

    private static Optional<SigningKeyState> heldHere(PartitionState state, String kid) {
        try {
            return state.signingKey(kid);
        } catch (UnreadableValueException e) {
            return Optional.empty();
        }
    }

    /** A read model that fails must not hold the partition up: the command is refused, and may be sent again. */
    private Optional<SigningKeyState> elsewhere(String kid) {
        try {
            Optional<SigningKeyState> held = references.signingKey(kid);
            boolean settled = held.filter(key -> key.getStatus() != SigningKeyStatus.PREPARED)
                    .isPresent();
            // Whoever enrolled it, or made it active, has that on the word of an instance that had read it.
            return settled || !references.catchUpOnSigningKeys() ? held : references.signingKey(kid);
        } catch (RuntimeException e) {
            log.error("the read model did not tell who signed a command kid={}", kid, e);
            return Optional.empty();
        }
    }

    private static Optional<Fault> fault(Refusal refusal, String detail) {
        return Optional.of(new Fault(refusal, detail));
    }

    /** The keys one command may be signed with; remembers which it was. */
    private final class Ring implements KeyRing {
        private final PartitionState state;

        /** Null = the root. */
        @Nullable
        SigningKeyState signer;

        Ring(PartitionState state) {
            this.state = state;
        }

        /** The kid is whatever a stranger wrote: what is no kid is not looked for. */
        @Override
        public Answer find(String kid) {
            if (!KID.matcher(kid).matches()) {
                return new Answer.Refuse(dev.keyfabric.context.Refusal.KEY_UNKNOWN);
            }
            if (kid.equals(root.thumbprint())) {
                return new Answer.Use(root.key().publicKey());
            }
            // This partition knows of its own keys before any read model does; one it cannot read is no key.
            Optional<SigningKeyState> held;
            try {
                held = state.signingKey(kid).or(() -> elsewhere(kid));
            } catch (UnreadableValueException e) {
                held = Optional.empty();
            }
            signer = held.orElse(null);
            return held.map(this::parsed)
                    .<Answer>map(Answer.Use::new)
                    .orElseGet(() -> new Answer.Refuse(dev.keyfabric.context.Refusal.KEY_UNKNOWN));
        }

        private @Nullable VerifyingKey parsed(SigningKeyState key) {
            VerifyingKey known = read.get(key.getKid());
            if (known != null) {
                return known;
            }
            if (read.size() >= MOST_REMEMBERED) {
                read.clear();
            }
            try {
                VerifyingKey fresh = VerifyingKey.fromJwk(key.getPublicJwk());
                read.put(fresh.kid(), fresh);
                return fresh;
            } catch (MalformedTextException e) {
                return null;
            }
        }
    }
}
