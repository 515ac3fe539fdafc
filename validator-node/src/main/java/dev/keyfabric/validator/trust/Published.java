package dev.keyfabric.validator.trust;

import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.validation.Identity;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document of the view's content, asked for often and changed seldom: printed once for each content, with a strong
 * ETag (RFC 9110, section 8.8.3). A node that has nothing to say of trust answers 503, so that what was heard of it before
 * goes on counting until it is too old.
 */
final class Published<T> {
    private final Identity identity;
    private final Function<List<T>, String> printer;
    private volatile @Nullable Printed<T> last;

    @SuppressWarnings("ArrayRecordComponent") // written out, never compared
    private record Printed<T>(List<T> content, byte[] body, String etag) {}

    Published(Identity identity, Function<List<T>, String> printer) {
        this.identity = identity;
        this.printer = printer;
    }

    /** The answer for a content that was read just now. */
    HttpResponse<?> answer(HttpRequest<?> request, List<T> content) {
        // Asked after the content was read, which is no answer if the node stopped answering meanwhile.
        Code fault = identity.fault();
        if (fault != null) {
            return unavailable(fault);
        }
        Printed<T> printed = printed(content);
        HttpResponse<?> answer = matches(request, printed.etag())
                ? HttpResponse.notModified()
                : HttpResponse.ok(printed.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
        return answer.toMutableResponse()
                .header(HttpHeaders.ETAG, printed.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    /** The answer while the content is not known. */
    static HttpResponse<?> unavailable() {
        return unavailable(Code.UNAVAILABLE);
    }

    private static HttpResponse<?> unavailable(Code fault) {
        return ProblemJson.response(HttpStatus.SERVICE_UNAVAILABLE, fault.name(), "This node cannot answer now.")
                .header(HttpHeaders.RETRY_AFTER, "1");
    }

    @SuppressWarnings("ReferenceEquality") // the very list means the very content
    private Printed<T> printed(List<T> content) {
        Printed<T> present = last;
        if (present == null || present.content() != content) {
            byte[] body = printer.apply(content).getBytes(StandardCharsets.UTF_8);
            present = new Printed<>(content, body, '"' + Base64Url.encode(sha256(body)) + '"');
            last = present;
        }
        return present;
    }

    private static boolean matches(HttpRequest<?> request, String etag) {
        return request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
