package dev.keyfabric.validator.direct;

import dev.keyfabric.validator.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A kind of request that may be answered on the connection. */
interface Shortcut {
    /** Whether a request whose line and headers have arrived, and which is {@linkplain Plain plain}, is of this kind. */
    boolean is(HttpRequest request);

    /**
     * The answer; null = the server is to give it, and nothing was done yet.
     *
     * @param body whole; not released
     * @param peer the address of the connection's other end as text; null = not known
     */
    @Nullable
    Reply answer(HttpRequest request, ByteBuf body, @Nullable String peer);
}
