package dev.keyfabric.validator.reply;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer, whoever sends it: the server, the connection itself, or Envoy in the words of its own protocol.
 *
 * @param status an HTTP status code
 * @param headers by name, each once, in order; those of framing are not among them
 * @param body may be a credential, and is never printed; empty = none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Reply(int status, Map<String, String> headers, byte[] body) {
    public static final byte[] NO_BODY = new byte[0];

    public Reply {
        headers = Collections.unmodifiableMap(headers);
    }

    /** The same with one header more. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    /** As the server sends it. */
    public MutableHttpResponse<byte[]> response() {
        MutableHttpResponse<byte[]> response = HttpResponse.status(HttpStatus.valueOf(status));
        headers.forEach(response::header);
        return body.length == 0 ? response : response.body(body);
    }

    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
