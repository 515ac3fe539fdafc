package dev.keyfabric.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.log.TraceFields;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CAME = "00-" + TRACE + "-b7ad6b7169203331-01";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    private Tracing tracing(double ratio) {
        return Tracing.through(
                new TracingSettings(URI.create("http://127.0.0.1:1"), ratio, "keyfabric-test", "t-1"),
                SimpleSpanProcessor.create(spans));
    }

    @Test
    void aWorkIsASpanBelowTheOneThatCame() {
        try (Tracing tracing = tracing(1)) {
            Work work = tracing.record("decide", CAME);
            work.rename("decide revoke_key");
            work.tell("keyfabric.outcome", "applied");
            String handedOn = work.traceparent();
            work.end();

            SpanData span = spans.getFinishedSpanItems().get(0);
            assertThat(span.getName()).isEqualTo("decide revoke_key");
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(span.getAttributes().get(AttributeKey.stringKey("keyfabric.outcome")))
                    .isEqualTo("applied");
            assertThat(span.getResource().getAttribute(AttributeKey.stringKey("service.name")))
                    .isEqualTo("keyfabric-test");
            assertThat(handedOn).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
        }
    }

    @Test
    void withoutAnExporterTheTraceThatCamePassesThroughAsItCame() {
        Work work = Tracing.off().request("GET /x", CAME);
        assertThat(work.traceparent()).isEqualTo(CAME);
        assertThat(Tracing.off().request("GET /x", null).traceparent()).isNull();
        assertThat(Tracing.off().isOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kf_live_0000000000000000000000000000000000000",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void aFaultyTraceparentCountsAsNone(String text) {
        assertThat(Tracing.off().request("GET /x", text).traceparent()).isNull();
    }

    @Test
    void whatBeginsHereIsKeptByItsRatioAndWhatCameByItsOwnMark() {
        try (Tracing none = tracing(0)) {
            none.request("GET /x", null).end();
            assertThat(spans.getFinishedSpanItems()).isEmpty();
            none.request("GET /x", CAME).end();
            assertThat(spans.getFinishedSpanItems()).hasSize(1);
            none.request("GET /x", CAME.replaceAll("01$", "00")).end();
            assertThat(spans.getFinishedSpanItems()).hasSize(1);
        }
    }

    @Test
    void theLinesOfAThreadBearItsTraceWhileItWorksAndNotAfterwards() {
        try (Tracing tracing = tracing(1)) {
            Work outer = tracing.request("outer", CAME);
            Work inner = tracing.request("inner", null);
            try (Work.Current first = outer.makeCurrent()) {
                assertThat(MDC.get(TraceFields.TRACE_ID)).isEqualTo(TRACE);
                try (Work.Current second = inner.makeCurrent()) {
                    assertThat(MDC.get(TraceFields.TRACE_ID)).isNotEqualTo(TRACE);
                    tracing.tellCurrent("keyfabric.code", "VALID");
                }
                assertThat(MDC.get(TraceFields.TRACE_ID)).isEqualTo(TRACE);
            }
            assertThat(MDC.get(TraceFields.TRACE_ID)).isNull();
            assertThat(MDC.get(TraceFields.SPAN_ID)).isNull();
            inner.end();
            outer.end();
            List<SpanData> ended = spans.getFinishedSpanItems();
            assertThat(ended.get(0).getAttributes().get(AttributeKey.stringKey("keyfabric.code")))
                    .isEqualTo("VALID");
            assertThat(ended.get(1).getAttributes().isEmpty()).isTrue();
        }
    }

    @Test
    void aFailureIsToldByItsTypeAlone() {
        try (Tracing tracing = tracing(1)) {
            Work work = tracing.request("GET /x", null);
            work.failed("java.lang.IllegalStateException");
            work.end();
            SpanData span = spans.getFinishedSpanItems().get(0);
            assertThat(span.getEvents()).isEmpty();
            assertThat(span.getStatus().getDescription()).isEmpty();
            assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                    .isEqualTo("java.lang.IllegalStateException");
        }
    }
}
