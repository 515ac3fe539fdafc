package dev.keyfabric.validator.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.TracingSettings;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracedCallsTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("rpc.grpc.status_code");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracing tracing = Tracing.through(
            new TracingSettings(URI.create("http://127.0.0.1:1"), 1, "keyfabric-test", "t-1"),
            SimpleSpanProcessor.create(spans));
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new Answering())
                .intercept(new TracedCalls(tracing))
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
        tracing.close();
    }

    /** Denies with an empty answer; fails where a path is asked about. */
    private final class Answering extends AuthorizationGrpc.AuthorizationImplBase {
        @Override
        public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
            if (!request.getAttributes().getRequest().getHttp().getPath().isEmpty()) {
                observer.onError(Status.INTERNAL.asRuntimeException());
                return;
            }
            tracing.tellCurrent("keyfabric.code", "VALID");
            observer.onNext(CheckResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private AuthorizationGrpc.AuthorizationBlockingStub from(String traceparent) {
        Metadata sent = new Metadata();
        sent.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), traceparent);
        return AuthorizationGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(sent));
    }

    private SpanData span() {
        await().until(() -> spans.getFinishedSpanItems().size() == 1);
        return spans.getFinishedSpanItems().get(0);
    }

    @Test
    void aCallIsASpanBelowItsCallersWithWhatWasToldMeanwhile() {
        from("00-" + TRACE + "-b7ad6b7169203331-01").check(CheckRequest.getDefaultInstance());

        SpanData span = span();
        assertThat(span.getName()).isEqualTo("envoy.service.auth.v3.Authorization/Check");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.getAttributes().get(STATUS)).isZero();
        assertThat(span.getAttributes().get(AttributeKey.stringKey("keyfabric.code")))
                .isEqualTo("VALID");
    }

    @Test
    void aCallThatFailedSaysSo() {
        CheckRequest.Builder failing = CheckRequest.newBuilder();
        failing.getAttributesBuilder().getRequestBuilder().getHttpBuilder().setPath("/");
        assertThatThrownBy(() -> from("none").check(failing.build())).isInstanceOf(StatusRuntimeException.class);

        SpanData span = span();
        assertThat(span.getAttributes().get(STATUS)).isEqualTo(Status.Code.INTERNAL.value());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
    }
}
