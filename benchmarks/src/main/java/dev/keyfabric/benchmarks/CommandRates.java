package dev.keyfabric.benchmarks;

import dev.keyfabric.benchmarks.view.SampleBus;
import dev.keyfabric.benchmarks.view.Turns;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Commands a second through one registry, by each door, taking turns with a bare producer of records as large on the same
 * broker. Run by {@code benchmarks/command-rates}.
 */
public final class CommandRates implements AutoCloseable {
    private static final int CONSUMERS = 64;
    private static final Duration GIVE_UP = Duration.ofMinutes(5);

    private final Client admin;
    private final String registry;
    private final BusCommands person;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> results;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    private CommandRates(Client admin, String registry, BusCommands person, String bootstrap) {
        this.admin = admin;
        this.registry = registry;
        this.person = person;
        this.producer = BareProducer.producer(Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", 0));
        this.results = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "fetch.max.wait.ms", 5),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, SampleBus.PARTITIONS)
                .mapToObj(p -> new TopicPartition(TopicNames.DEFAULT.nameOf(Topic.COMMAND_RESULTS), p))
                .toList();
        results.assign(partitions);
        results.seekToEnd(partitions);
        partitions.forEach(results::position);
    }

    /** Arguments: a folder, commands in a round, clients of HTTP, rounds. */
    public static void main(String[] args) throws Exception {
        int commands = Integer.parseInt(args[1]);
        int clients = Integer.parseInt(args[2]);
        try (Fabric fabric = new Fabric(Path.of(args[0]))) {
            Part registry = fabric.registry("registry", TopicNames.DEFAULT);
            registry.awaitReady(Fabric.START_WITHIN);
            Client admin = fabric.admin("registry", registry);
            for (int i = 0; i < CONSUMERS; i++) {
                admin.post(registry.url() + "/v1/consumers", Map.of("id", consumer(i), "name", "bench"));
            }
            BusCommands person = BusCommands.enrolled(admin, registry.url());
            String bootstrap = fabric.bus().bootstrapServers();
            try (CommandRates rates = new CommandRates(admin, registry.url(), person, bootstrap);
                    BareProducer bare = new BareProducer(bootstrap, person.record(person.issue(consumer(0))))) {
                rates.round(bare, commands, clients);
                rates.rates.clear(); // It warmed up.
                for (int round = Integer.parseInt(args[3]); round > 0; round--) {
                    rates.round(bare, commands, clients);
                }
                rates.print(clients);
            }
        }
        System.exit(0);
    }

    private static String consumer(int number) {
        return "consumer-" + number % CONSUMERS;
    }

    private void round(BareProducer bare, int commands, int clients) throws Exception {
        add("bare acks=all, pipelined", bare.pipelined(commands));
        add("bare acks=all, " + clients + " clients that wait", bare.waiting(commands, clients));
        add("bare transactions of 3 records, one after the other", bare.transactions(commands / 4));
        List<Command> issued = IntStream.range(0, commands)
                .mapToObj(i -> person.issue(consumer(i)))
                .toList();
        add("by bus: issue", byBus(issued));
        add("by bus: suspend", byBus(issued.stream().map(person::suspend).toList()));
        ConcurrentLinkedQueue<String> keys = new ConcurrentLinkedQueue<>();
        add(
                "by HTTP, " + clients + " clients: issue",
                BareProducer.together(
                        commands / 4,
                        clients,
                        i -> keys.add(admin.post(
                                        registry + "/v1/keys",
                                        Map.of(
                                                "consumerId",
                                                consumer(i),
                                                "name",
                                                "k",
                                                "environment",
                                                "live",
                                                "scopes",
                                                List.of()))
                                .get("keyId")
                                .asText())));
        add(
                "by HTTP, " + clients + " clients: suspend",
                BareProducer.together(
                        commands / 4,
                        clients,
                        i -> admin.post(
                                registry + "/v1/keys/" + Objects.requireNonNull(keys.poll()) + "/suspend", Map.of())));
        System.out.printf(Locale.ROOT, "round done, load average %.1f%n", Fabric.load());
    }

    /** From the first one sent to the last one's result in the hands of a reader of committed records. */
    private double byBus(List<Command> commands) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records =
                commands.stream().map(person::record).toList();
        Set<String> open = new HashSet<>();
        commands.forEach(command -> open.add(command.getId()));
        long start = System.nanoTime();
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(producer.send(record)));
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : results.poll(Duration.ofMillis(100))) {
                CommandResult result = Wire.decode(record.value(), CommandResult.class);
                if (open.remove(result.getCommandId()) && result.getOutcome() != Outcome.APPLIED) {
                    throw new IllegalStateException("a command was refused: " + result.getProblem());
                }
            }
            if (BareProducer.seconds(start) > GIVE_UP.toSeconds()) {
                throw new IllegalStateException(open.size() + " commands have no result");
            }
        }
        double rate = commands.size() / BareProducer.seconds(start);
        for (Future<?> one : sent) {
            one.get();
        }
        return rate;
    }

    private void add(String way, double rate) {
        rates.computeIfAbsent(way, w -> new ArrayList<>()).add(rate);
    }

    private void print(int clients) {
        List<Double> transactions =
                rates.getOrDefault("bare transactions of 3 records, one after the other", List.of());
        List<Double> waiting = rates.getOrDefault("bare acks=all, " + clients + " clients that wait", List.of());
        System.out.printf("%n| way | a second, median (best) | to bare transactions | to bare acks=all that wait |%n");
        System.out.printf("|---|---|---|---|%n");
        rates.forEach((way, rate) -> System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f (%,.0f) | %.2f | %.2f |%n",
                way,
                Turns.median(rate),
                rate.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN),
                ratio(rate, transactions),
                ratio(rate, waiting)));
    }

    /** The median of the rounds' own ratios. */
    private static double ratio(List<Double> rates, List<Double> base) {
        return Turns.median(IntStream.range(0, rates.size())
                .mapToObj(i -> rates.get(i) / base.get(i))
                .toList());
    }

    @Override
    public void close() {
        producer.close();
        results.close();
    }
}
