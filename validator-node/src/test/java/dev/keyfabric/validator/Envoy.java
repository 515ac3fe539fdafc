package dev.keyfabric.validator;

import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks one node as Envoy does. */
final class Envoy implements AutoCloseable {
    private final ManagedChannel channel;

    Envoy(int port) {
        this(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }

    Envoy(ManagedChannel channel) {
        this.channel = channel;
    }

    static CheckRequest.Builder request(Map<String, String> policy, Consumer<HttpRequest.Builder> request) {
        CheckRequest.Builder check = CheckRequest.newBuilder();
        check.getAttributesBuilder().putAllContextExtensions(policy);
        request.accept(check.getAttributesBuilder().getRequestBuilder().getHttpBuilder());
        return check;
    }

    CheckResponse check(CheckRequest.Builder request) {
        return AuthorizationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(request.build());
    }

    CheckResponse check(Map<String, String> policy, Consumer<HttpRequest.Builder> http) {
        return check(request(policy, http));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
