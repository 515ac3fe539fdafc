package dev.keyfabric.validator.direct;

import dev.keyfabric.validator.problem.ProblemJson;
import dev.keyfabric.validator.reply.Reply;
import io.micronaut.http.HttpStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers as a connection takes them. */
final class Responses {
    private Responses() {}

    /**
     * Of HTTP/1.1. Names and values of headers are checked by Netty.
     *
     * @param stays whether the connection does
     */
    static FullHttpResponse of(Reply reply, String date, boolean stays) {
        ByteBuf body = reply.body().length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), body);
        HttpHeaders headers = response.headers();
        reply.headers().forEach(headers::add);
        headers.add(HttpHeaderNames.DATE, date);
        headers.add(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (!stays) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /** What a failure of ours becomes: the server's own answer to one. */
    static Reply unavailable() {
        HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", ProblemJson.CONTENT_TYPE);
        headers.put("Retry-After", "1");
        return new Reply(
                status.getCode(),
                headers,
                ProblemJson.bytes(status, "UNAVAILABLE", "This node cannot answer now.", List.of()));
    }
}
