package dev.keyfabric.micronaut;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.Map;

/** Lets requests in, or has the answer for those that it does not let in. Never throws. */
interface Gate {
    /** What came of it. */
    sealed interface Admission {}

    /**
     * Let in.
     *
     * @param limits header fields that tell the caller how limits stand; empty where there are none
     */
    record Admitted(VerifiedCaller caller, Map<String, String> limits) implements Admission {}

    /** Turned away with this answer. */
    record Turned(MutableHttpResponse<?> response) implements Admission {}

    /**
     * Judges a request.
     *
     * @param scopes all of which its key must grant
     */
    Admission admit(HttpRequest<?> request, List<String> scopes);
}
