package dev.keyfabric.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.key.Routing;
import dev.keyfabric.quickstart.bus.BusAdmin;
import dev.keyfabric.quickstart.bus.KeyModel;
import dev.keyfabric.quickstart.bus.OneStory;
import dev.keyfabric.quickstart.bus.TopicDump;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.process.Shares;
import dev.keyfabric.quickstart.story.RegistryClient;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are on their way when the registry that would decide them is gone, or has not heard of their signer. */
class TakeOverInFlightIT {
    private static final int BY_BUS = 240;
    private static final int BY_HTTP = 160;
    private static final int HTTP_CLIENTS = 8;
    private static final int IN_FLIGHT_AT_LEAST = 100;

    @Test
    void everyCommandInFlightWhenTheirOwnerIsKilledIsDecidedOnceAndHasOneEffect(@TempDir Path folder) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(HTTP_CLIENTS);
        try (Bench bench = Bench.start(folder)) {
            Node first = bench.startRegistry("first");
            RegistryClient atFirst = bench.admin(first);
            Node second = bench.startRegistry("second");
            RegistryClient atSecond = bench.admin(second);
            Shares.awaitShared(first, second);
            Set<Integer> lost = Shares.of(first);

            try (BusAdmin admin = BusAdmin.enrolled(
                    bench.bootstrap(), atFirst, lost.iterator().next())) {
                List<Command> commands = commands(admin);
                List<CompletableFuture<Void>> wishes = wishes(atFirst, atSecond, clients);
                List<Future<RecordMetadata>> sent =
                        commands.stream().map(admin::send).toList();
                for (Future<RecordMetadata> onTheBus : sent) {
                    onTheBus.get();
                }
                await("some are decided")
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> results(bench).values().stream()
                                .flatMap(List::stream)
                                .anyMatch(result -> lost.contains(result.partition)));
                first.process().kill();

                Set<String> undecided = new HashSet<>();
                commands.forEach(command -> undecided.add(command.getId()));
                undecided.removeAll(results(bench).keySet());
                assertThat(undecided).as("in flight at the kill").hasSizeGreaterThan(IN_FLIGHT_AT_LEAST);
                CompletableFuture.allOf(wishes.toArray(CompletableFuture[]::new))
                        .join();
                await("all are decided")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> results(bench).keySet().containsAll(undecided));

                assertEachDecidedOnce(results(bench), commands);
                assertEachHasOneEffect(bench, commands);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void whoEnrolledAtOneRegistryAMomentAgoIsKnownToTheOtherThoughItHadNotReadItYet(@TempDir Path folder)
            throws Exception {
        try (Bench bench = Bench.start(folder)) {
            Node first = bench.startRegistry("first");
            RegistryClient atFirst = bench.admin(first);
            Node second = bench.startRegistry("second");
            bench.admin(second);
            Shares.awaitShared(first, second);
            Set<Integer> ofSecond = Shares.of(second);
            int ofFirst = Shares.of(first).iterator().next();
            List<String> ids = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                // Well within its session: it keeps its partitions, and wakes with all of this unread.
                second.process().pause();
                try (BusAdmin admin = BusAdmin.enrolled(bench.bootstrap(), atFirst, ofFirst)) {
                    for (String consumer : consumers("late-" + round, 200)) {
                        if (ofSecond.contains(Routing.partition(consumer, BusAdmin.PARTITIONS))) {
                            Command command = admin.register(consumer);
                            admin.send(command).get();
                            ids.add(command.getId());
                        }
                    }
                } finally {
                    second.process().resume();
                }
                await("decided")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> results(bench).keySet().containsAll(ids));
            }

            Map<String, List<Decided>> results = results(bench);
            assertThat(ids)
                    .isNotEmpty()
                    .allSatisfy(id -> assertThat(results.get(id))
                            .hasSize(1)
                            .allSatisfy(decided -> assertThat(decided.result.getOutcome())
                                    .as("%s", decided.result.getProblem())
                                    .isEqualTo(Outcome.APPLIED)));
        }
    }

    /** A result, and the partition it lies on. */
    private record Decided(CommandResult result, int partition) {}

    /** A consumer, a key of theirs and its suspension, which is committed at once, for each of many consumers. */
    private static List<Command> commands(BusAdmin admin) {
        List<Command> commands = new ArrayList<>();
        for (String consumer : consumers("bus", BY_BUS / 3)) {
            Command issue = admin.issue(consumer);
            commands.addAll(List.of(admin.register(consumer), issue, admin.suspend(consumer, issue.getSubject())));
        }
        return commands;
    }

    private static List<String> consumers(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    /** Sent to one and the other registry; repeated, by the same key, at the one that stays. */
    private static List<CompletableFuture<Void>> wishes(
            RegistryClient dying, RegistryClient staying, ExecutorService clients) {
        List<CompletableFuture<Void>> wishes = new ArrayList<>();
        for (int i = 0; i < BY_HTTP; i++) {
            String consumer = "http-" + i;
            RegistryClient tried = (i % 2 == 0 ? dying : staying).repeatable(consumer);
            wishes.add(CompletableFuture.runAsync(
                    () -> {
                        if (!isDone(tried, consumer)) {
                            RegistryClient repeated = staying.repeatable(consumer);
                            await(consumer)
                                    .atMost(Duration.ofSeconds(60))
                                    .pollInterval(Duration.ofMillis(50))
                                    .until(() -> isDone(repeated, consumer));
                        }
                    },
                    clients));
        }
        return wishes;
    }

    private static boolean isDone(RegistryClient registry, String consumer) {
        try {
            int status = registry.post("/v1/consumers", Map.of("id", consumer, "name", consumer))
                    .status();
            assertThat(status).isIn(201, 503);
            return status == 201;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void assertEachDecidedOnce(Map<String, List<Decided>> results, List<Command> commands) {
        for (Command command : commands) {
            assertThat(results.get(command.getId())).as("%s", command.getType()).hasSize(1);
            CommandResult result = results.get(command.getId()).get(0).result;
            assertThat(result.getOutcome()).as("%s", result.getProblem()).isEqualTo(Outcome.APPLIED);
        }
        // A repeat is answered too; one answer is the command's own.
        results.forEach((id, decided) ->
                assertThat(decided).filteredOn(d -> d.result.getStored()).as(id).hasSizeLessThanOrEqualTo(1));
    }

    private static void assertEachHasOneEffect(Bench bench, List<Command> commands) {
        Map<String, Integer> events = new HashMap<>();
        Map<String, Integer> registered = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicDump.committed(bench.bootstrap(), Topic.HISTORY)) {
            byte[] command = record.headers().lastHeader(RecordHeaders.COMMAND).value();
            events.merge(new String(command, UTF_8), 1, Integer::sum);
            registered.merge(new String(record.key(), UTF_8), 1, Integer::sum);
        }
        for (Command command : commands) {
            assertThat(events.get(command.getId())).as("%s", command.getType()).isEqualTo(1);
        }
        for (String consumer : consumers("http", BY_HTTP)) {
            assertThat(registered.get(consumer)).as(consumer).isEqualTo(1);
        }
        OneStory.assertOfEveryKey(bench.bootstrap());
        Map<String, KeyState> states = KeyModel.fold(bench.bootstrap());
        assertThat(states.values())
                .filteredOn(state -> state.getConsumerId().startsWith("bus-"))
                .hasSize(BY_BUS / 3)
                .allSatisfy(state -> assertThat(state.getStatus()).isEqualTo(KeyStatus.SUSPENDED));
    }

    /** Every result there is, by command. */
    private static Map<String, List<Decided>> results(Bench bench) {
        Map<String, List<Decided>> results = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicDump.committed(bench.bootstrap(), Topic.COMMAND_RESULTS)) {
            CommandResult result = Wire.decode(record.value(), CommandResult.class);
            results.computeIfAbsent(result.getCommandId(), id -> new ArrayList<>())
                    .add(new Decided(result, record.partition()));
        }
        return results;
    }
}
