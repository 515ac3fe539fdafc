package dev.keyfabric.validator.check;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.Work;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * A span for each call, below the one that the caller says in its metadata: a proxy that traces sends its own there. Named and
 * described as OpenTelemetry's conventions for RPC have it. What stands in the message is in none.
 */
final class TracedCalls implements ServerInterceptor {
    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private final Tracing tracing;

    TracedCalls(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Work work = tracing.request(call.getMethodDescriptor().getFullMethodName(), headers.get(TRACEPARENT));
        work.tell("rpc.system", "grpc");
        ServerCall<Q, A> told = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                work.tell("rpc.grpc.status_code", status.getCode().value());
                if (!status.isOk()) {
                    work.failed(status.getCode().name());
                }
                super.close(status, trailers);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(told, headers)) {
            /** The one message is here: the call is answered now. */
            @Override
            public void onHalfClose() {
                try (Work.Current current = work.makeCurrent()) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onComplete() {
                work.end();
                super.onComplete();
            }

            @Override
            public void onCancel() {
                work.end();
                super.onCancel();
            }
        };
    }
}
