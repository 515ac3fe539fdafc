package dev.keyfabric.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Subject;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;
import java.util.function.Function;

/** The answers of reads: never kept by anything on the way. */
public final class Answers {
    private Answers() {}

    public static MutableHttpResponse<ObjectNode> ok(ObjectNode json) {
        return HttpResponse.ok(json).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** One subject with its version as ETag, or 404. */
    public static MutableHttpResponse<ObjectNode> one(
            Optional<Subject> subject, Function<Subject, ObjectNode> json, String otherwise) {
        Subject found = subject.orElseThrow(() -> new ProblemException(Problem.notFound(otherwise)));
        return ok(json.apply(found)).header(HttpHeaders.ETAG, "\"" + found.version() + "\"");
    }
}
