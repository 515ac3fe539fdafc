package dev.keyfabric.registry.root;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.event.SigningKeyDraft;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of use REGISTRY with which one instance signs its commands. It has itself enrolled by commands that the root
 * signs, and has a new one made when this one's time is over. {@link #look} is called by one thread; the rest by any.
 */
public final class OwnKey {
    private static final Logger LOG = LoggerFactory.getLogger(OwnKey.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Duration EXPIRY = Duration.ofMinutes(10);

    private final KeyFiles files;
    private final Path file;
    private final String instanceId;
    private final Function<String, Optional<SigningKeyState>> held;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile SigningKey key;
    private volatile boolean active;
    private Instant askAgainAt = Instant.MIN;

    /**
     * The key in a file, or a new one.
     *
     * @param held what this instance's read model holds of a kid
     */
    public OwnKey(
            KeyFiles files,
            Path file,
            String instanceId,
            Function<String, Optional<SigningKeyState>> held,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        this.files = files;
        this.file = file;
        this.instanceId = instanceId;
        this.held = held;
        this.clock = clock;
        this.random = random;
        this.key = files.readOrMake(file);
    }

    public SigningKey key() {
        return key;
    }

    /** Whether the read model held it as ACTIVE at the last look: others will believe it, now or in a moment. */
    public boolean isActive() {
        return active;
    }

    /**
     * Compares the key with what is held of it, and sends what is missing.
     *
     * @param asRoot sends a command signed by the root
     */
    public void look(Consumer<Command> asRoot) {
        SigningKeyStatus status = held.apply(key.kid()).map(this::status).orElse(SigningKeyStatus.UNKNOWN);
        active = status == SigningKeyStatus.ACTIVE;
        switch (status) {
            case ACTIVE -> askAgainAt = Instant.MIN;
            case UNKNOWN -> ask(asRoot, CommandType.ENROL_SIGNING_KEY);
            case PREPARED -> ask(asRoot, CommandType.ADVANCE_SIGNING_KEY);
            case RETIRED, TAINTED, REVOKED -> renew(status);
        }
    }

    private SigningKeyStatus status(SigningKeyState state) {
        boolean ended = state.getNotAfter() != null && state.getNotAfter().isBefore(clock.instant());
        return ended && state.getStatus() == SigningKeyStatus.ACTIVE ? SigningKeyStatus.RETIRED : state.getStatus();
    }

    private void renew(SigningKeyStatus status) {
        LOG.warn("msg=the registry's key is over, making another kid={} status={}", key.kid(), status);
        try {
            key = files.make(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the registry's key " + file, e);
        }
        askAgainAt = Instant.MIN;
    }

    private void ask(Consumer<Command> asRoot, CommandType type) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (now.isBefore(askAgainAt)) {
            return;
        }
        askAgainAt = now.plus(ASK_AGAIN_AFTER);
        VerifyingKey enrolled = key.publicKey();
        LOG.info("msg=enrolling the registry's key kid={} command={}", enrolled.kid(), type);
        String actor = "registry:" + instanceId;
        asRoot.accept(Command.newBuilder()
                .setType(type)
                .setId(CommandId.random(random))
                .setAttempt(CommandId.random(random))
                .setSubject(enrolled.kid())
                .setRouting(enrolled.kid())
                .setActor(actor)
                .setDoor(Door.REGISTRY)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(EXPIRY))
                .setSigningKey(type == CommandType.ENROL_SIGNING_KEY ? draft(enrolled, instanceId) : null)
                .setSigningKeyStatus(SigningKeyStatus.ACTIVE)
                .build());
    }

    private static SigningKeyDraft draft(VerifyingKey key, String instanceId) {
        return SigningKeyDraft.newBuilder()
                .setUse(SigningUse.REGISTRY)
                .setOwner(instanceId)
                .setAlgorithm(key.algorithm().joseName())
                .setPublicJwk(key.toJwkText())
                .setServices(List.of())
                .setRoles(List.of())
                .build();
    }
}
