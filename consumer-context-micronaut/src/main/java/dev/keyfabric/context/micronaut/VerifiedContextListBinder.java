package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.VerifiedContext;
import io.micronaut.configuration.kafka.bind.TypedConsumerRecordBinder;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A parameter {@code List<VerifiedContext>} of a batch listener. micronaut-kafka finds the binder by the type of the list
 * and then asks it for one element after the other.
 */
@Singleton
final class VerifiedContextListBinder implements TypedConsumerRecordBinder<List<VerifiedContext>> {
    @Override
    public Argument<List<VerifiedContext>> argumentType() {
        return Argument.listOf(VerifiedContext.class);
    }

    @Override
    @SuppressWarnings("unchecked") // What is bound here is an element, whatever the argument says.
    public BindingResult<List<VerifiedContext>> bind(
            ArgumentConversionContext<List<VerifiedContext>> context, ConsumerRecord<?, ?> record) {
        VerifiedContext verified = VerifiedRecord.contextOf(record);
        return () -> (Optional<List<VerifiedContext>>) (Optional<?>) Optional.of(verified);
    }
}
