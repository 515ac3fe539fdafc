package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.PlanEvent;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.SigningKeyEvent;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A partition in maps, with a decider on it whose every decision is applied; time is set by hand. */
final class MemoryState implements PartitionState, References {
    static final int PARTITIONS = 1;

    final Map<String, ConsumerState> consumers = new HashMap<>();
    final Map<String, KeyState> keys = new TreeMap<>();
    final Map<String, PlanState> plans = new HashMap<>();
    final Map<String, ServiceState> services = new HashMap<>();
    final Map<String, SigningKeyState> signingKeys = new HashMap<>();
    final Map<String, CommandResult> answers = new HashMap<>();
    final Map<ByteBuffer, String> hashesElsewhere = new HashMap<>();
    private final Decider decider = new Decider(PARTITIONS, SampleTerms.USUAL);
    private Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
    private long offset;

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Decision send(Command.Builder command) {
        return send(command.build());
    }

    Decision send(Command command) {
        now = now.plusMillis(1);
        Decision decision = decider.decide(this, this, command, new CommandOrigin(0, offset++, now.toEpochMilli()));
        for (Change change : decision.changes()) {
            if (change.effect() == Change.Effect.PURGE) {
                keys.remove(change.subject());
                continue;
            }
            if (change.effect() != Change.Effect.STATE) {
                continue;
            }
            switch (change.topic()) {
                case CONSUMERS -> consumers.put(change.subject(), ((ConsumerEvent) change.event()).getState());
                case PLANS -> plans.put(change.subject(), ((PlanEvent) change.event()).getState());
                case SERVICES -> services.put(change.subject(), ((ServiceEvent) change.event()).getState());
                case SIGNING_KEYS -> signingKeys.put(change.subject(), ((SigningKeyEvent) change.event()).getState());
                default -> keys.put(change.subject(), ((KeyEvent) change.event()).getState());
            }
        }
        if (decision.result().getStored()) {
            answers.put(decision.result().getCommandId(), decision.result());
        }
        return decision;
    }

    /** Registers a consumer and gives it a status. */
    void consumer(String id, ConsumerStatus status) {
        send(Commands.register(id, now));
        consumers.put(
                id,
                ConsumerState.newBuilder(consumers.get(id)).setStatus(status).build());
    }

    /** Issues a key to a consumer that is there and gives it a status. */
    KeyState key(String consumerId, KeyStatus status) {
        Command issue = Commands.issue(consumerId, "secret " + offset, now).build();
        send(issue);
        KeyState key = KeyState.newBuilder(keys.get(issue.getSubject()))
                .setStatus(status)
                .build();
        keys.put(key.getKeyId(), key);
        return key;
    }

    @Override
    public Optional<ConsumerState> consumer(String consumerId) {
        return Optional.ofNullable(consumers.get(consumerId));
    }

    @Override
    public Optional<KeyState> key(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    @Override
    public Digest digest(Topic topic) {
        throw new UnsupportedOperationException("a map sums nothing");
    }

    @Override
    public Optional<CommandResult> answer(String commandId) {
        return Optional.ofNullable(answers.get(commandId));
    }

    @Override
    public List<String> unrevokedKeys(String consumerId, int limit) {
        return keys.values().stream()
                .filter(key -> key.getConsumerId().equals(consumerId) && key.getStatus() != KeyStatus.REVOKED)
                .map(KeyState::getKeyId)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<String> keyWithHash(byte[] hash) {
        return Optional.ofNullable(hashesElsewhere.get(ByteBuffer.wrap(hash)));
    }

    @Override
    public Optional<PlanState> plan(String planId) {
        return Optional.ofNullable(plans.get(planId));
    }

    @Override
    public Optional<ServiceState> service(String serviceId) {
        return Optional.ofNullable(services.get(serviceId));
    }

    @Override
    public boolean catchUpOnSigningKeys() {
        return true;
    }

    @Override
    public Optional<SigningKeyState> signingKey(String kid) {
        return Optional.ofNullable(signingKeys.get(kid));
    }
}
