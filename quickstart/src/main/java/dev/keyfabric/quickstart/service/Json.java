package dev.keyfabric.quickstart.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers as JSON, and refusals as problems (RFC 9457). */
public final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    public static String text(Map<String, ?> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static MutableHttpResponse<String> answer(int status, Map<String, ?> object) {
        return HttpResponse.<String>status(HttpStatus.valueOf(status))
                .body(text(object))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    public static MutableHttpResponse<String> problem(int status, String code) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.valueOf(status).getReason());
        problem.put("status", status);
        problem.put("code", code);
        return answer(status, problem).contentType("application/problem+json");
    }
}
