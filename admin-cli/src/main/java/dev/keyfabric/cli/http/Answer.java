package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What a server said.
 *
 * @param body a missing node where it was empty or no JSON
 */
public record Answer(int status, JsonNode body, HttpHeaders headers) {
    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** The code of a problem document; empty text where it is none. */
    String code() {
        return body.path("code").asText("");
    }

    /** The id of the command that a change became; empty text where there is none. */
    public String command() {
        return headers.firstValue("Keyfabric-Command").orElse("");
    }

    /** Neither body nor headers: either may hold a key or a token. */
    @Override
    public String toString() {
        return "Answer[status=" + status + "]";
    }
}
