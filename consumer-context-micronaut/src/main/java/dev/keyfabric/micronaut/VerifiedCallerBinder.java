package dev.keyfabric.micronaut;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A parameter {@code VerifiedCaller}: whom the filter has let in, and nothing else ever. */
@Singleton
final class VerifiedCallerBinder implements TypedRequestArgumentBinder<VerifiedCaller> {
    @Override
    public Argument<VerifiedCaller> argumentType() {
        return Argument.of(VerifiedCaller.class);
    }

    @Override
    public BindingResult<VerifiedCaller> bind(
            ArgumentConversionContext<VerifiedCaller> context, HttpRequest<?> request) {
        Optional<VerifiedCaller> caller = ScopeFilter.callerOf(request);
        if (caller.isEmpty() && !context.getArgument().isNullable()) {
            throw new IllegalStateException("a route that takes a VerifiedCaller needs @RequiresScope");
        }
        return () -> caller;
    }
}
