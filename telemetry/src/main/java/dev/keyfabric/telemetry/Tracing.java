package dev.keyfabric.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of every span of ours. Without an exporter nothing is recorded, and a trace that came passes through as it
 * came. A collector that is slow or away costs spans and nothing else. Safe for many threads.
 */
public final class Tracing implements AutoCloseable {
    private static final String NAME = "dev.keyfabric";
    private static final long END_WITHIN_S = 2;

    private final Tracer tracer;
    private final @Nullable SdkTracerProvider provider;

    private Tracing(Tracer tracer, @Nullable SdkTracerProvider provider) {
        this.tracer = tracer;
        this.provider = provider;
    }

    /** No spans. */
    public static Tracing off() {
        return new Tracing(OpenTelemetry.noop().getTracer(NAME), null);
    }

    /** Spans in batches to a collector; null = none. */
    public static Tracing to(@Nullable TracingSettings settings) {
        return settings == null
                ? off()
                : through(
                        settings,
                        BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                        .setEndpoint(settings.endpoint().toString())
                                        .build())
                                .build());
    }

    /** Spans to where somebody else wants them. */
    public static Tracing through(TracingSettings settings, SpanProcessor processor) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio())))
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        settings.service(),
                        AttributeKey.stringKey("service.instance.id"),
                        settings.instance())))
                .addSpanProcessor(processor)
                .build();
        return new Tracing(provider.get(NAME), provider);
    }

    /** Whether anything is recorded. */
    public boolean isOn() {
        return provider != null;
    }

    /** A request that is served. */
    public Work request(String name, @Nullable String traceparent) {
        return begin(name, SpanKind.SERVER, traceparent);
    }

    /** A record that is worked on. */
    public Work record(String name, @Nullable String traceparent) {
        return begin(name, SpanKind.CONSUMER, traceparent);
    }

    /** Tells something about the work that this thread does now, where it does any. A name or a code alone. */
    public void tellCurrent(String name, String value) {
        Span.current().setAttribute(name, value);
    }

    private Work begin(String name, SpanKind kind, @Nullable String traceparent) {
        return new Work(tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(TraceParent.read(traceparent))
                .startSpan());
    }

    /** Sends what is left, for a moment. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(END_WITHIN_S, TimeUnit.SECONDS);
        }
    }
}
