package dev.keyfabric.validator.edge;

import io.micrometer.core.instrument.Counter;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which a request does not arrive whole, header and body, in a time that begins with its first byte: who
 * sends a byte now and then is never idle. Closes one that speaks another version too. Runs on the connection's loop alone.
 */
final class RequestDeadline {
    /** The name of the handler behind which there are whole requests of a version that is spoken here. */
    static final String INNERMOST = "keyfabric-request-ends";

    private static final Set<HttpVersion> SPOKEN = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    private final long millis;
    private final Counter late;
    private @Nullable Future<?> deadline;
    private boolean arriving;

    private RequestDeadline(long millis, Counter late) {
        this.millis = millis;
        this.late = late;
    }

    static void add(ChannelPipeline pipeline, long millis, Counter late) {
        RequestDeadline deadline = new RequestDeadline(millis, late);
        String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
        pipeline.addBefore(codec, "keyfabric-request-begins", deadline.new Begins());
        pipeline.addAfter(codec, INNERMOST, deadline.new Ends());
    }

    private void end() {
        arriving = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Before the codec: bytes. */
    private final class Begins extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            arriving = true;
            context.fireChannelRead(bytes);
        }

        /** Most requests arrive whole at once, and need no clock. */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (arriving && deadline == null) {
                deadline = context.executor()
                        .schedule(
                                () -> {
                                    late.increment();
                                    Future<?> unused = context.close();
                                },
                                millis,
                                TimeUnit.MILLISECONDS);
            }
            context.fireChannelReadComplete();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end();
            context.fireChannelInactive();
        }
    }

    /** After the codec: messages. */
    private final class Ends extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request && !SPOKEN.contains(request.protocolVersion())) {
                // An answer would repeat the version.
                ReferenceCountUtil.release(message);
                Future<?> unused = context.close();
                return;
            }
            if (message instanceof LastHttpContent) {
                end();
            }
            context.fireChannelRead(message);
        }
    }
}
