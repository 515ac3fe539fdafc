package dev.keyfabric.benchmarks;

import dev.keyfabric.benchmarks.view.SampleBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the broker takes of records as large as commands, with nobody that decides anything: on a topic with as many
 * partitions, acks=all. Each way gives records, or transactions, a second.
 */
final class BareProducer implements AutoCloseable {
    private static final String TOPIC = "bench-bare";

    /** An event, its history and its result. */
    private static final int RECORDS_OF_A_COMMAND = 3;

    private final KafkaProducer<byte[], byte[]> plain;
    private final KafkaProducer<byte[], byte[]> transactional;
    private final ProducerRecord<byte[], byte[]> sample;

    /** @param sample as large as what is sent */
    BareProducer(String bootstrap, ProducerRecord<byte[], byte[]> sample)
            throws ExecutionException, InterruptedException {
        this.sample = sample;
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrap));
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(SampleBus.PARTITIONS), Optional.of((short) 1))))
                    .all()
                    .get();
        }
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        plain = producer(settings);
        settings.put("transactional.id", TOPIC);
        transactional = producer(settings);
        transactional.initTransactions();
    }

    static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sent without waiting for the one before. */
    double pipelined(int records) throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            sent.add(plain.send(record(i)));
        }
        for (Future<?> one : sent) {
            one.get();
        }
        return records / seconds(start);
    }

    /** By so many clients, each of which waits for its acknowledgement. */
    double waiting(int records, int clients) throws ExecutionException, InterruptedException {
        return together(records, clients, i -> plain.send(record(i)).get());
    }

    /** By one thread, as many records to a transaction as a command writes; transactions a second. */
    double transactions(int transactions) {
        long start = System.nanoTime();
        for (int i = 0; i < transactions; i++) {
            transactional.beginTransaction();
            for (int r = 0; r < RECORDS_OF_A_COMMAND; r++) {
                Future<?> unused = transactional.send(record(i));
            }
            transactional.commitTransaction();
        }
        return transactions / seconds(start);
    }

    /** What one of many clients does. */
    interface Step {
        void run(int number) throws Exception;
    }

    /** Steps a second, of so many threads that each take the next one. */
    static double together(int steps, int threads, Step step) throws ExecutionException, InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            running.add(clients.submit(() -> {
                for (int i = next.getAndIncrement(); i < steps; i = next.getAndIncrement()) {
                    step.run(i);
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        double rate = steps / seconds(start);
        clients.shutdown();
        return rate;
    }

    static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private ProducerRecord<byte[], byte[]> record(int number) {
        return new ProducerRecord<>(
                TOPIC,
                number % SampleBus.PARTITIONS,
                sample.key(),
                sample.value(),
                List.of(sample.headers().toArray()));
    }

    @Override
    public void close() {
        plain.close();
        transactional.close();
    }
}
