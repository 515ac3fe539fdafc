package dev.keyfabric.validator.exchange;

import dev.keyfabric.context.text.JsonText;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers to forms as the OAuth RFCs have them: JSON that nobody stores; faults as RFC 6749, section 5.2. */
final class FormAnswers {
    private FormAnswers() {}

    static MutableHttpResponse<byte[]> of(HttpStatus status, Map<String, Object> members) {
        return HttpResponse.<byte[]>status(status)
                .body(JsonText.of(members).getBytes(StandardCharsets.UTF_8))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.PRAGMA, "no-cache");
    }

    static MutableHttpResponse<byte[]> refused(TokenFault fault) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", fault.error());
        members.put("error_description", fault.description());
        HttpStatus status = HttpStatus.valueOf(fault.status());
        MutableHttpResponse<byte[]> answer = of(status, members);
        return fault.retryAfterSeconds() > 0
                ? answer.header(HttpHeaders.RETRY_AFTER, Long.toString(fault.retryAfterSeconds()))
                : answer;
    }
}
