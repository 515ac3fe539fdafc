package dev.keyfabric.registry.problem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.Fault;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, as its answer says it (RFC 9457).
 *
 * @param code stable, in capitals; the last part of the {@code type}
 * @param detail for people; never repeats what was sent
 * @param faults what is wrong with the body, all of it; empty unless the code is {@code VALIDATION_FAILED}
 * @param retryAfter when it is worth trying again, or null
 * @param commandId the command whose outcome this is, or null
 */
public record Problem(
        int status,
        String code,
        String detail,
        List<Fault> faults,
        @Nullable Duration retryAfter,
        @Nullable String commandId) {
    public static final String COMMAND_HEADER = "Keyfabric-Command";

    /** Attribute of a response that holds its problem's code. */
    public static final String CODE = "keyfabric.problem.code";

    private static final String TYPE = "urn:keyfabric:problem:";

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), null, null);
    }

    /** 400: the request is not one that could be understood. */
    public static Problem malformed(String detail) {
        return of(400, "MALFORMED", detail);
    }

    public static Problem notFound(String detail) {
        return of(404, "NOT_FOUND", detail);
    }

    /** 422: the request is understood and its content is wrong. */
    public static Problem invalid(List<Fault> faults) {
        return new Problem(
                422, "VALIDATION_FAILED", "the request has faults, see errors", List.copyOf(faults), null, null);
    }

    /** 503: another try may succeed. */
    public static Problem unavailable(String code, String detail, Duration retryAfter) {
        return new Problem(503, code, detail, List.of(), retryAfter, null);
    }

    public Problem ofCommand(String id) {
        return new Problem(status, code, detail, faults, retryAfter, id);
    }

    /** The answer; its body is made text here, so that no content negotiation can fail on the way. */
    public MutableHttpResponse<String> toResponse() {
        MutableHttpResponse<String> response = HttpResponse.<String>status(status, title())
                .contentType(MediaType.of("application/problem+json"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(json().toString());
        response.setAttribute(CODE, code);
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, retryAfter.toSeconds())));
        }
        if (commandId != null) {
            response.header(COMMAND_HEADER, commandId);
        }
        return response;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", TYPE + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("title", title());
        json.put("status", status);
        json.put("detail", detail);
        json.put("code", code);
        if (commandId != null) {
            json.put("commandId", commandId);
        }
        if (!faults.isEmpty()) {
            ArrayNode errors = json.putArray("errors");
            for (Fault fault : faults) {
                errors.addObject()
                        .put("field", fault.field())
                        .put("code", fault.code())
                        .put("detail", fault.detail());
            }
        }
        return json;
    }

    /** What the status means in general. */
    public String title() {
        return Titles.of(status);
    }
}
