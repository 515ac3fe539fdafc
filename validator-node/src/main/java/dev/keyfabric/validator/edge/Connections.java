package dev.keyfabric.validator.edge;

import dev.keyfabric.validation.settings.NodeSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.netty.channel.EventLoopGroupRegistry;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import jakarta.inject.Singleton;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what connections cost: beyond the most that may be open a new one is closed at once, and each has its requests
 * arrive in time ({@link RequestDeadline}).
 */
@Singleton
public final class Connections {
    private final AtomicInteger open = new AtomicInteger();
    private final int most;
    private final long millis;
    private final Counter refused;
    private final Counter late;

    Connections(NodeSettings settings, MeterRegistry registry, Lateness lateness, EventLoopGroupRegistry loops) {
        this.most = settings.listen().connections();
        this.millis = settings.listen().requestTimeout().toMillis();
        this.refused = Counter.builder("keyfabric.http.connections.refused")
                .description("Connections closed at once, for there were too many")
                .register(registry);
        this.late = Counter.builder("keyfabric.http.requests.late")
                .description("Connections closed because a request took too long to arrive")
                .register(registry);
        Gauge.builder("keyfabric.http.connections", open, AtomicInteger::get)
                .description("Connections open")
                .register(registry);
        lateness.watch(loops.getDefaultEventLoopGroup());
    }

    /**
     * Guards the connections of a server that has not started yet.
     *
     * @param inside what stands on each connection behind the guards, before the server's own: its name and handler
     */
    public void guard(NettyServerCustomizer.Registry server, String name, Supplier<ChannelHandler> inside) {
        server.register(new Customizer(name, inside, null));
    }

    private final class Customizer implements NettyServerCustomizer {
        private final String name;
        private final Supplier<ChannelHandler> inside;
        private final @Nullable Channel channel;

        private Customizer(String name, Supplier<ChannelHandler> inside, @Nullable Channel channel) {
            this.name = name;
            this.inside = inside;
            this.channel = channel;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            if (role == ChannelRole.CONNECTION) {
                boolean tooMany = open.incrementAndGet() > most;
                Future<?> unusedListening = channel.closeFuture().addListener(closed -> open.decrementAndGet());
                if (tooMany) {
                    refused.increment();
                    Future<?> unused = channel.close();
                }
            }
            return new Customizer(name, inside, channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (channel != null
                    && channel.pipeline().get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                RequestDeadline.add(channel.pipeline(), millis, late);
                channel.pipeline().addAfter(RequestDeadline.INNERMOST, name, inside.get());
            }
        }
    }
}
