package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.VerifiedContext;
import io.micronaut.configuration.kafka.annotation.ErrorStrategy;
import io.micronaut.configuration.kafka.annotation.ErrorStrategyValue;
import io.micronaut.configuration.kafka.annotation.KafkaKey;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.configuration.kafka.exceptions.KafkaListenerException;
import io.micronaut.configuration.kafka.exceptions.KafkaListenerExceptionHandler;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Listeners of each shape; a test picks those it wants by the property {@code listener}. */
final class Listeners {
    private Listeners() {}

    /** {@code <what came>/<consumer>} of each call. */
    abstract static class Seen {
        final List<String> seen = new CopyOnWriteArrayList<>();

        void saw(Object what, VerifiedContext context) {
            seen.add(what + "/" + context.consumerId() + "/" + context.producer());
        }
    }

    @Requires(property = "listener", value = "record")
    @KafkaListener(groupId = "record", offsetReset = OffsetReset.EARLIEST)
    static class OfRecords extends Seen {
        @Topic("${topic}")
        void receive(VerifiedContext context, ConsumerRecord<String, String> record) {
            saw(record.key() + "=" + record.value(), context);
        }
    }

    @Requires(property = "listener", value = "body")
    @KafkaListener(
            groupId = "body",
            offsetReset = OffsetReset.EARLIEST,
            offsetStrategy = OffsetStrategy.SYNC_PER_RECORD)
    static class OfBodies extends Seen {
        @Topic("${topic}")
        void receive(@KafkaKey String key, Order order, VerifiedContext context) {
            saw(key + "=" + order.total(), context);
        }
    }

    record Order(int total) {}

    @Requires(property = "listener", value = "batch")
    @KafkaListener(groupId = "batch", offsetReset = OffsetReset.EARLIEST, batch = true)
    static class OfBatches extends Seen {
        @Topic("${topic}")
        void receive(List<String> values, List<VerifiedContext> contexts) {
            if (values.size() != contexts.size()) {
                throw new IllegalStateException(values.size() + " values, " + contexts.size() + " contexts");
            }
            for (int i = 0; i < values.size(); i++) {
                saw(values.get(i), contexts.get(i));
            }
        }
    }

    @Requires(property = "listener", value = "batch-records")
    @KafkaListener(
            groupId = "batch-records",
            offsetReset = OffsetReset.EARLIEST,
            batch = true,
            errorStrategy =
                    @ErrorStrategy(value = ErrorStrategyValue.RETRY_ON_ERROR, retryCount = 3, retryDelay = "100ms"))
    static class OfRecordBatches extends Seen {
        final AtomicInteger failures = new AtomicInteger();

        @Topic("${topic}")
        void receive(ConsumerRecords<String, String> records, List<VerifiedContext> contexts) {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("this batch once more");
            }
            int i = 0;
            for (ConsumerRecord<String, String> record : records) {
                VerifiedContext context = VerifiedRecord.contextOf(record);
                if (!context.equals(contexts.get(i++))) {
                    throw new IllegalStateException("another record's context");
                }
                saw(record.value(), context);
            }
        }
    }

    @Requires(property = "listener", value = "refusing")
    @KafkaListener(
            groupId = "refusing",
            offsetReset = OffsetReset.EARLIEST,
            errorStrategy = @ErrorStrategy(ErrorStrategyValue.RESUME_AT_NEXT_RECORD))
    static class Refusing extends Seen implements KafkaListenerExceptionHandler {
        final List<KafkaListenerException> failures = new CopyOnWriteArrayList<>();
        final AtomicInteger failuresBeforeFirst = new AtomicInteger(-1);

        @Topic("${topic}")
        void receive(ConsumerRecord<String, String> record, VerifiedContext context) {
            failuresBeforeFirst.compareAndSet(-1, failures.size());
            saw(record.value(), context);
        }

        @Override
        public void handle(KafkaListenerException exception) {
            failures.add(exception);
        }
    }

    /** Reads the same topic for a group of its own and asks for no context. */
    @Requires(property = "bystander")
    @KafkaListener(groupId = "bystander", offsetReset = OffsetReset.EARLIEST)
    static class Bystander {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @Topic("${topic}")
        void receive(ConsumerRecord<String, String> record) {
            seen.add(record.value() + "/" + (record instanceof VerifiedRecord));
        }
    }

    /** The annotation stands at the method. */
    @Singleton
    @Requires(property = "listener", value = "method")
    static class OfMethod extends Seen {
        @KafkaListener(groupId = "method", offsetReset = OffsetReset.EARLIEST)
        @Topic("${topic}")
        void receive(ConsumerRecord<String, String> record, VerifiedContext context) {
            saw(record.value(), context);
        }
    }

    @Requires(property = "listener", value = "sync")
    @KafkaListener(
            groupId = "sync",
            uniqueGroupId = true,
            offsetReset = OffsetReset.EARLIEST,
            offsetStrategy = OffsetStrategy.SYNC)
    static class OfSync extends Seen {
        @Topic("${topic}")
        void receive(ConsumerRecord<String, String> record, VerifiedContext context) {
            saw(record.value(), context);
        }
    }

    @Requires(property = "listener", value = "other-group")
    @KafkaListener(groupId = "stated", properties = @Property(name = "group.id", value = "other"))
    static class OtherGroup {
        @Topic("${topic}")
        void receive(String body, VerifiedContext context) {}
    }

    @Requires(property = "listener", value = "context-first")
    @KafkaListener(groupId = "context-first")
    static class ContextFirst {
        @Topic("${topic}")
        void receive(VerifiedContext context, String body) {}
    }

    @Requires(property = "listener", value = "torn")
    @KafkaListener(groupId = "torn")
    static class Torn {
        @Topic("${topic}")
        void verified(String body, VerifiedContext context) {}

        @Topic("${topic}")
        void plain(String body) {}
    }

    /** What the consumers tell. */
    @Singleton
    @Requires(property = "listener")
    static class Told {
        final List<RecordRefused> refused = new CopyOnWriteArrayList<>();

        @EventListener
        void on(RecordRefused event) {
            refused.add(event);
        }
    }
}
