package dev.keyfabric.telemetry;

import dev.keyfabric.context.log.TraceFields;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Something that is done, with a beginning and an end: a span where there is an exporter. What is told about it is names
 * and codes alone; never a text of a caller's, nor the message of an exception, which may quote one.
 */
public final class Work {
    private final Span span;

    Work(Span span) {
        this.span = span;
    }

    /** A better name, known later. */
    public void rename(String name) {
        span.updateName(name);
    }

    public void tell(String name, String value) {
        span.setAttribute(name, value);
    }

    public void tell(String name, long value) {
        span.setAttribute(name, value);
    }

    /** It failed on our side. */
    public void failed(String errorType) {
        span.setAttribute("error.type", errorType);
        span.setStatus(StatusCode.ERROR);
    }

    public void end() {
        span.end();
    }

    /** {@code traceparent} for what is caused by this; null where there is no trace. */
    public @Nullable String traceparent() {
        return TraceParent.of(span);
    }

    /** Makes it what this thread does, for its log lines too, until that is closed on the same thread. */
    @SuppressWarnings("MustBeClosedChecker") // Current closes it
    public Current makeCurrent() {
        SpanContext context = span.getSpanContext();
        if (!context.isValid()) {
            return new Current(span.makeCurrent(), null, null, false);
        }
        Current current =
                new Current(span.makeCurrent(), MDC.get(TraceFields.TRACE_ID), MDC.get(TraceFields.SPAN_ID), true);
        MDC.put(TraceFields.TRACE_ID, context.getTraceId());
        MDC.put(TraceFields.SPAN_ID, context.getSpanId());
        return current;
    }

    /** The time during which a work is that of a thread. */
    public static final class Current implements AutoCloseable {
        private final Scope scope;
        private final @Nullable String traceBefore;
        private final @Nullable String spanBefore;
        private final boolean logged;

        private Current(Scope scope, @Nullable String traceBefore, @Nullable String spanBefore, boolean logged) {
            this.scope = scope;
            this.traceBefore = traceBefore;
            this.spanBefore = spanBefore;
            this.logged = logged;
        }

        @Override
        public void close() {
            if (logged) {
                restore(TraceFields.TRACE_ID, traceBefore);
                restore(TraceFields.SPAN_ID, spanBefore);
            }
            scope.close();
        }

        private static void restore(String name, @Nullable String value) {
            if (value == null) {
                MDC.remove(name);
            } else {
                MDC.put(name, value);
            }
        }
    }
}
