package dev.keyfabric.validator.check;

import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.settings.SettingsException;
import dev.keyfabric.validator.caller.Callers;
import dev.keyfabric.validator.edge.Lateness;
import dev.keyfabric.validator.tls.GrpcCertificates;
import dev.keyfabric.validator.tls.LiveMaterial;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server of the gRPC door, on a port of its own. A judgement waits for nothing, so it is made where the bytes come in:
 * there is no queue in which calls could grow old.
 */
@Singleton
public final class GrpcServer implements AutoCloseable {
    /** As on HTTP: more than a proxy has to say of a request without its body. */
    private static final int MAX_MESSAGE = 64 << 10;

    private static final int MAX_METADATA = 16 << 10;
    private static final int MAX_CALLS = 1024;
    private static final int IDLE_MINUTES = 10;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int DRAIN_SECONDS = 2;

    private final EventLoopGroup loops = new NioEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("keyfabric-grpc", true));
    private final @Nullable Server server;

    GrpcServer(
            NodeSettings settings,
            CheckService check,
            Callers callers,
            Optional<LiveMaterial> certificates,
            Lateness lateness,
            @Nullable Tracing tracing) {
        Integer port = settings.listen().grpcPort();
        this.server = port == null
                ? null
                : builder(settings.listen().host(), port, certificates, tracing)
                        .intercept(new CallerInterceptor(
                                settings.listen().guarded(),
                                (certificate, lines) ->
                                        callers.of(certificate, lines).isPresent()))
                        .addService(check)
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .channelType(NioServerSocketChannel.class)
                        .build();
        if (server != null) {
            lateness.watch(loops);
        }
    }

    private static NettyServerBuilder builder(
            String host, int port, Optional<LiveMaterial> certificates, @Nullable Tracing tracing) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE)
                .maxInboundMetadataSize(MAX_METADATA)
                .maxConcurrentCallsPerConnection(MAX_CALLS)
                .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        certificates.ifPresent(live -> builder.sslContext(GrpcCertificates.context(live)));
        if (tracing != null) {
            builder.intercept(new TracedCalls(tracing));
        }
        return builder;
    }

    /** Begins to listen, unless it is not to. */
    public void start() {
        if (server != null) {
            try {
                server.start();
            } catch (IOException e) {
                throw new SettingsException(List.of("keyfabric.grpc.port cannot be listened on: " + e.getMessage()));
            }
        }
    }

    /** Where it listens; -1 when it is off. */
    public int port() {
        return server == null ? -1 : server.getPort();
    }

    /** Takes no more calls; those that have begun may end. The port is free afterwards. */
    @Override
    public void close() {
        if (server == null) {
            stopLoops();
            return;
        }
        server.shutdown();
        try {
            if (!server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            stopLoops();
        }
    }

    private void stopLoops() {
        Future<?> unused = loops.shutdownGracefully(0, DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
