package dev.keyfabric.validator.keystate;

import dev.keyfabric.validation.KeyStanding;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says how a key stands, by its id, for those who hold a message sent with it and not the key. */
@Controller("/v1/key-states")
final class KeyStateController {
    private final ValidationEngine engine;

    KeyStateController(ValidationEngine engine) {
        this.engine = engine;
    }

    @Get("/{keyId}")
    HttpResponse<?> keyState(String keyId) {
        Code fault = engine.nodeFault();
        if (fault != null) {
            return ProblemJson.response(HttpStatus.SERVICE_UNAVAILABLE, fault.name(), "This node cannot answer now.")
                    .header(HttpHeaders.RETRY_AFTER, "1");
        }
        Optional<KeyStanding> standing = engine.standing(keyId);
        if (standing.isEmpty()) {
            return ProblemJson.response(HttpStatus.NOT_FOUND, "NOT_FOUND", "No such key is known here.");
        }
        return HttpResponse.ok(body(standing.get()))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static Map<String, Object> body(KeyStanding standing) {
        Map<String, Object> asOf = new LinkedHashMap<>();
        asOf.put("position", standing.asOf().position());
        asOf.put("stalenessMs", standing.asOf().stalenessMs());
        Instant changedAt = standing.changedAt();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", standing.status());
        body.put("reason", standing.reason());
        body.put("changedAt", changedAt == null ? null : changedAt.toString());
        body.put("consumerStatus", standing.consumerStatus());
        body.put("asOf", asOf);
        return body;
    }
}
