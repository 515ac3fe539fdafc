package dev.keyfabric.validator.direct;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Requests about which there is nothing to interpret: HTTP/1.1, a target of plain characters, no body or a short one of a
 * known length, one answer. Every other one is left to the server.
 */
final class Plain {
    private static final int LONGEST_BODY = 8 << 10;
    private static final boolean[] IN_TARGET = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._~-?&=:,+%*"
                .chars()
                .forEach(c -> IN_TARGET[c] = true);
    }

    private Plain() {}

    static boolean is(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                && !HttpMethod.HEAD.equals(request.method())
                && !HttpMethod.CONNECT.equals(request.method())
                && !headers.contains(HttpHeaderNames.EXPECT)
                && !headers.contains(HttpHeaderNames.UPGRADE)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
                && bodyLength(headers) <= LONGEST_BODY
                && isPlain(request.uri());
    }

    /** As announced; more than any plain one when that is no number. */
    static int bodyLength(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null) {
            return 0;
        }
        if (length.isEmpty() || length.length() > 5) {
            return Integer.MAX_VALUE;
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return Integer.MAX_VALUE;
            }
        }
        return Integer.parseInt(length);
    }

    /** A {@code %} is a plain character before two hexadecimal digits alone. */
    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c >= 128 || !IN_TARGET[c]) {
                return false;
            }
            if (c == '%'
                    && (i + 2 >= target.length() || !isHex(target.charAt(i + 1)) || !isHex(target.charAt(i + 2)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
