package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.registry.decide.Change;
import dev.keyfabric.registry.decide.CommandOrigin;
import dev.keyfabric.registry.decide.Decider;
import dev.keyfabric.registry.decide.Decision;
import dev.keyfabric.registry.decide.References;
import dev.keyfabric.registry.root.RegistryKeys;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.security.Happening;
import dev.keyfabric.security.Happening.Count;
import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.Work;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decider at work on one partition: each command becomes its records, forwarded and folded into the state before
 * the next one. What a command holds never throws here; what throws (disk, Kafka) ends the task, whose transaction is
 * aborted and whose state is refilled.
 */
@NullUnmarked // fields live from init to close; Streams calls nothing outside
final class CommandProcessor implements Processor<byte[], byte[], String, Outgoing> {
    private static final Logger log = LoggerFactory.getLogger(CommandProcessor.class);
    private static final long SWEEP_EVERY_MS = 1000;

    /** Commands that can take a right away: they are committed at once, whichever door they came in by. */
    private static final Set<CommandType> TAKES_RIGHTS_AWAY = EnumSet.of(
            CommandType.UPDATE_CONSUMER,
            CommandType.SUSPEND_CONSUMER,
            CommandType.DELETE_CONSUMER,
            CommandType.UPDATE_KEY,
            CommandType.ROTATE_KEY,
            CommandType.SUSPEND_KEY,
            CommandType.REVOKE_KEY,
            CommandType.REVOKE_KEYS,
            CommandType.DEFINE_PLAN,
            CommandType.DEFINE_SERVICE,
            CommandType.ADVANCE_SIGNING_KEY);

    private final String source;
    private final TopicNames names;
    private final Decider decider;
    private final RegistryKeys keys;
    private final References references;
    private final SignerCheck signers;
    private final Refill refill;
    private final OwnedPartitions owned;
    private final Tracing tracing;

    private ProcessorContext<String, Outgoing> context;
    private PartitionStore store;
    private int partition;
    private long lastDone;
    private long nextSweep;

    CommandProcessor(
            String source,
            TopicNames names,
            Decider decider,
            RegistryKeys keys,
            References references,
            Refill refill,
            OwnedPartitions owned,
            Tracing tracing) {
        this.source = source;
        this.names = names;
        this.decider = decider;
        this.keys = keys;
        this.signers = new SignerCheck(names, keys.root(), references);
        this.references = references;
        this.refill = refill;
        this.owned = owned;
        this.tracing = tracing;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> context) {
        this.context = context;
        partition = context.taskId().partition();
        store = context.getStateStore(WriterTopology.STATE);
        nextSweep = 0;
        store.empty();
        lastDone = refill.into(store, partition);
        owned.add(partition);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a command without a place cannot be answered"));
        if (place.offset() <= lastDone) {
            return; // It has its result: the group's offsets were lost, not the results.
        }
        CommandOrigin origin = new CommandOrigin(place.partition(), place.offset(), record.timestamp());
        Work work = tracing.record("decide", Cause.text(record.headers(), RecordHeaders.TRACEPARENT));
        try (Work.Current current = work.makeCurrent()) {
            process(record, origin, work);
        } catch (RuntimeException e) {
            work.failed(e.getClass().getName());
            throw e;
        } finally {
            work.end();
        }
    }

    private void process(Record<byte[], byte[]> record, CommandOrigin origin, Work work) {
        Command command;
        try {
            command = Wire.decode(record.value(), Command.class);
        } catch (UnreadableValueException e) {
            Optional<String> id = Optional.ofNullable(Cause.text(record.headers(), RecordHeaders.COMMAND));
            Decision unreadable = Decider.unreadable(id, e.getMessage(), origin);
            tell(work, unreadable, origin);
            write(
                    new Judged(unreadable, RefusedCommands.refused(unreadable, null, null, origin)),
                    origin,
                    work.traceparent());
            sweep(origin.appendTime());
            return;
        }
        Judged judged = decide(record, command, origin);
        tell(work, judged.decision(), origin);
        write(judged, origin, work.traceparent());
        sweep(origin.appendTime());
        if (isUrgent(command)) {
            context.commit();
        }
    }

    /** What becomes of a command, and what that says about whoever sent it. */
    private record Judged(Decision decision, Optional<Happening> event) {}

    private Judged decide(Record<byte[], byte[]> record, Command command, CommandOrigin origin) {
        try {
            SignerCheck.Checked checked = signers.check(record, command, origin, store);
            if (checked.fault() != null) {
                Decision refused = refused(command, origin, checked.fault());
                return new Judged(refused, RefusedCommands.refused(refused, command, checked.signer(), origin));
            }
            boolean replayed = hasItsAnswer(command);
            Decision decision = decider.decide(store, references, command, origin);
            Optional<Happening> event = RefusedCommands.refused(decision, command, checked.signer(), origin);
            return new Judged(
                    decision,
                    replayed && event.isEmpty()
                            ? Optional.of(RefusedCommands.replayed(command, checked.signer(), origin))
                            : event);
        } catch (WorkFolder.WorkFolderException | RefillException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("decision failed cause={} type={}", origin.cause(), command.getType(), e);
            return new Judged(Decider.undecidable(command, origin), Optional.empty());
        }
    }

    /** Whether this very try was answered: whoever repeats a command makes another try of it. */
    private boolean hasItsAnswer(Command command) {
        try {
            return store.answer(command.getId())
                    .filter(answer -> answer.getAttempt().equals(command.getAttempt()))
                    .isPresent();
        } catch (UnreadableValueException e) {
            return false; // The decider finds that too, and refuses.
        }
    }

    private static Decision refused(Command command, CommandOrigin origin, SignerCheck.Fault fault) {
        log.warn(
                "command refused cause={} type={} code={} reason=\"{}\"",
                origin.cause(),
                command.getType(),
                fault.refusal(),
                fault.detail());
        return Decider.refused(command, origin, fault.refusal(), fault.detail());
    }

    private static void tell(Work work, Decision decision, CommandOrigin origin) {
        CommandResult result = decision.result();
        work.rename("decide " + result.getType().name().toLowerCase(Locale.ROOT));
        work.tell("keyfabric.outcome", result.getOutcome().name().toLowerCase(Locale.ROOT));
        work.tell("keyfabric.cause", origin.cause());
    }

    private void write(Judged judged, CommandOrigin origin, String traceparent) {
        Decision decision = judged.decision();
        String commandId = decision.result().getCommandId();
        for (Change change : decision.changes()) {
            byte[] event = Wire.encode(change.event());
            if (change.isOnTopic()) {
                byte[] value = change.effect() == Change.Effect.PURGE ? null : event;
                forward(change.topic(), change.subject(), value, commandId, origin, traceparent);
                Fold.apply(store, change.topic(), change.subject(), value);
            }
            if (change.isInHistory()) {
                forward(Topic.HISTORY, change.subject(), event, commandId, origin, traceparent);
            }
        }
        for (Command next : decision.followUps()) {
            forward(Topic.COMMANDS, next.getRouting(), Wire.encode(next), next.getId(), origin, traceparent);
        }
        judged.event().ifPresent(event -> {
            byte[] value = Wire.encode(event.event(source, Count.once(origin.at())));
            forward(Topic.SECURITY_EVENTS, event.recordKey(), value, commandId, origin, traceparent);
        });
        byte[] result = Wire.encode(decision.result());
        forward(Topic.COMMAND_RESULTS, commandId, result, commandId, origin, traceparent);
        Fold.apply(store, Topic.COMMAND_RESULTS, commandId, result);
    }

    private void forward(
            Topic topic, String key, byte[] value, String commandId, CommandOrigin origin, String traceparent) {
        Headers headers = Cause.headers(commandId, origin.cause());
        if (traceparent != null) {
            headers.add(RecordHeaders.TRACEPARENT, traceparent.getBytes(UTF_8));
        }
        String name = names.nameOf(topic);
        byte[] recordKey = key.getBytes(UTF_8);
        if (RootKey.signs(topic) || key.equals(RecordHeaders.DIGEST_KEY)) {
            keys.root().sign(headers, name, recordKey, value);
        } else if (topic == Topic.COMMANDS) {
            // This instance's own key may not be enrolled, or over, by the time the command is read.
            RecordContent content = RecordContent.ofCommand(name, recordKey, value, commandId);
            headers.add(RecordSignature.HEADER, keys.root().sign(content));
        }
        Outgoing outgoing = new Outgoing(name, partition, value);
        context.forward(new Record<>(key, outgoing, origin.appendTime(), headers));
    }

    private void sweep(long streamTime) {
        if (streamTime >= nextSweep) {
            store.sweep(streamTime);
            nextSweep = streamTime + SWEEP_EVERY_MS;
        }
    }

    private static boolean isUrgent(Command command) {
        return command.getDoor() == Door.HTTP || TAKES_RIGHTS_AWAY.contains(command.getType());
    }

    @Override
    public void close() {
        owned.remove(partition);
    }
}
