package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.VerifiedContext;
import io.micronaut.configuration.kafka.bind.TypedConsumerRecordBinder;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A parameter {@code VerifiedContext}: the context that the record carries, and nothing else ever. */
@Singleton
final class VerifiedContextBinder implements TypedConsumerRecordBinder<VerifiedContext> {
    @Override
    public Argument<VerifiedContext> argumentType() {
        return Argument.of(VerifiedContext.class);
    }

    @Override
    public BindingResult<VerifiedContext> bind(
            ArgumentConversionContext<VerifiedContext> context, ConsumerRecord<?, ?> record) {
        VerifiedContext verified = VerifiedRecord.contextOf(record);
        return () -> Optional.of(verified);
    }
}
