package dev.keyfabric.registry.mutation;

import dev.keyfabric.key.CommandId;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.receipt.Preference;
import dev.keyfabric.telemetry.RequestTraces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from the headers of a request who asks for a change, and how. */
public final class Askers {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final RandomGenerator random;

    public Askers(RandomGenerator random) {
        this.random = random;
    }

    public Asker of(HttpRequest<?> request, Authentication who) {
        return of(request, who.getName());
    }

    public Asker of(HttpRequest<?> request, String actor) {
        String commandId = single(request, "Idempotency-Key")
                .map(key -> {
                    if (!IDEMPOTENCY_KEY.matcher(key).matches()) {
                        throw malformed("Idempotency-Key must be 1 to 255 visible ASCII characters");
                    }
                    return CommandId.derive(actor, key);
                })
                .orElseGet(() -> CommandId.random(random));
        return new Asker(
                actor, commandId, expectedVersion(request), Preference.waitSeconds(request), RequestTraces.of(request));
    }

    /**
     * Somebody who asks by a form.
     *
     * @param once stands for this one wish, as an {@code Idempotency-Key} does
     * @param expectedVersion the version that the form showed, or null where it does not matter
     */
    public Asker of(HttpRequest<?> request, String actor, String once, @Nullable Long expectedVersion) {
        if (!IDEMPOTENCY_KEY.matcher(once).matches()) {
            throw malformed("the form has lost its name; open it again");
        }
        return new Asker(actor, CommandId.derive(actor, once), expectedVersion, null, RequestTraces.of(request));
    }

    private static @Nullable Long expectedVersion(HttpRequest<?> request) {
        String given = single(request, HttpHeaders.IF_MATCH).orElse("*").trim();
        if (given.equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(given);
        if (!etag.matches()) {
            throw malformed("If-Match must be one ETag as this registry gives them, such as \"7\"");
        }
        return Long.valueOf(etag.group(1));
    }

    private static Optional<String> single(HttpRequest<?> request, String name) {
        List<String> given = request.getHeaders().getAll(name);
        if (given.size() > 1) {
            throw malformed("the header " + name + " must stand once");
        }
        return given.stream().findFirst();
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.malformed(detail));
    }
}
