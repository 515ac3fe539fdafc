package dev.keyfabric.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one field of a trace that we carry: {@code traceparent} of W3C Trace Context. A faulty one counts as none. */
final class TraceParent {
    private static final String FIELD = "traceparent";
    private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();

    private TraceParent() {}

    static Context read(@Nullable String text) {
        return text == null ? Context.root() : FORM.extract(Context.root(), text, Reader.ONLY);
    }

    static @Nullable String of(Span span) {
        String[] written = new String[1];
        FORM.inject(Context.root().with(span), written, (carrier, name, value) -> {
            if (carrier != null && name.equals(FIELD)) {
                carrier[0] = value;
            }
        });
        return written[0];
    }

    /** Reads the text itself. */
    private enum Reader implements TextMapGetter<String> {
        ONLY;

        @Override
        public Iterable<String> keys(String text) {
            return List.of(FIELD);
        }

        @Override
        public @Nullable String get(@Nullable String text, String name) {
            return name.equals(FIELD) ? text : null;
        }
    }
}
