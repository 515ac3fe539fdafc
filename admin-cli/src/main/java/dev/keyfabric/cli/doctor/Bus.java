package dev.keyfabric.cli.doctor;

import dev.keyfabric.cli.bus.BusFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** The brokers, as an administrator asks them. */
final class Bus implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private final Admin admin;

    private Bus(Admin admin) {
        this.admin = admin;
    }

    /** A question whose answer did not come. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Throwable why;

        NoAnswerException(Throwable why) {
            super(BusFailures.words(why), null, false, false);
            this.why = why;
        }

        Throwable why() {
            return why;
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    static Bus open(Map<String, Object> settings) {
        Map<String, Object> asking = new HashMap<>(settings);
        asking.remove("max.block.ms");
        asking.remove("delivery.timeout.ms");
        try {
            return new Bus(Admin.create(asking));
        } catch (KafkaException e) {
            throw BusFailures.of(e);
        }
    }

    Admin admin() {
        return admin;
    }

    static <T> T answer(KafkaFuture<T> future) throws NoAnswerException {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NoAnswerException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new NoAnswerException(new org.apache.kafka.common.errors.TimeoutException("no answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO); // An orderly close waits for brokers that do not answer.
    }
}
