package dev.keyfabric.validator.direct;

import dev.keyfabric.context.http.HttpDates;
import dev.keyfabric.validator.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of a connection that are plain and of a known kind, and lets every other one through. While the server still
 * owes an answer on this connection all are let through, so that answers keep the order of their requests (RFC 9112,
 * section 9.3.2). Dates every answer, for the server's own dates have one digit on the first days of a month. Runs on the connection's loop alone.
 */
final class DirectDoor extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DirectDoor.class);

    private final List<Shortcut> shortcuts;
    private final HttpDates dates;
    private final List<HttpObject> arrived = new ArrayList<>(2);
    private @Nullable Shortcut shortcut;
    private int owed;
    private boolean interim;
    private boolean written;
    private boolean closing;
    private @Nullable String peer;

    DirectDoor(List<Shortcut> shortcuts, HttpDates dates) {
        this.shortcuts = shortcuts;
        this.dates = dates;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            shortcut = owed == 0 && Plain.is(request) ? of(request) : null;
        }
        if (shortcut == null || !(message instanceof HttpObject part)) {
            letThrough(context, message);
            return;
        }
        arrived.add(part);
        if (part.decoderResult().isFailure()) {
            letAllThrough(context);
        } else if (part instanceof LastHttpContent) {
            answer(context, shortcut);
        }
    }

    private @Nullable Shortcut of(HttpRequest request) {
        for (Shortcut candidate : shortcuts) {
            if (candidate.is(request)) {
                return candidate;
            }
        }
        return null;
    }

    private void answer(ChannelHandlerContext context, Shortcut shortcut) {
        HttpRequest request = (HttpRequest) arrived.get(0);
        boolean stays = HttpUtil.isKeepAlive(request);
        FullHttpResponse response = response(context, shortcut, request, stays);
        if (response == null) {
            letAllThrough(context);
            return;
        }
        forget();
        written = true;
        closing = !stays;
        ChannelFuture sent = context.write(response);
        if (closing) {
            Future<?> unused = sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Null = the server is to answer. Whatever fails here, after a verdict too, is a refusal. */
    private @Nullable FullHttpResponse response(
            ChannelHandlerContext context, Shortcut shortcut, HttpRequest request, boolean stays) {
        ByteBuf body = body();
        try {
            Reply reply = shortcut.answer(request, body, peer(context));
            return reply == null ? null : Responses.of(reply, dates.now(), stays);
        } catch (Throwable e) {
            // Its message may quote a header, which may be a token.
            LOG.error("direct failure={} at={}", e.getClass().getName(), List.of(e.getStackTrace()));
            return Responses.of(Responses.unavailable(), dates.now(), stays);
        } finally {
            body.release();
        }
    }

    private ByteBuf body() {
        if (arrived.size() == 2) {
            return ((HttpContent) arrived.get(1)).content().retain();
        }
        CompositeByteBuf whole = Unpooled.compositeBuffer(arrived.size());
        for (int i = 1; i < arrived.size(); i++) {
            whole.addComponent(true, ((HttpContent) arrived.get(i)).content().retain());
        }
        return whole;
    }

    private void letThrough(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            owed++;
        }
        context.fireChannelRead(message);
    }

    private void letAllThrough(ChannelHandlerContext context) {
        shortcut = null;
        List<HttpObject> parts = List.copyOf(arrived);
        arrived.clear();
        parts.forEach(part -> letThrough(context, part));
    }

    private void forget() {
        arrived.forEach(ReferenceCountUtil::release);
        arrived.clear();
        shortcut = null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (written) {
            written = false;
            context.flush();
        }
        context.fireChannelReadComplete();
    }

    /** The server's answers; an interim one (RFC 9110, section 15.2) settles nothing. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!interim) {
                response.headers().set(HttpHeaderNames.DATE, dates.now());
            }
        }
        if (message instanceof LastHttpContent && !interim && owed > 0) {
            owed--;
        }
        Future<?> unused = context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        forget();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }

    private @Nullable String peer(ChannelHandlerContext context) {
        if (peer == null && context.channel().remoteAddress() instanceof InetSocketAddress remote) {
            InetAddress address = remote.getAddress();
            peer = address == null ? null : address.getHostAddress();
        }
        return peer;
    }
}
