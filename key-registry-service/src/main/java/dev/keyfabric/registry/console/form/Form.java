package dev.keyfabric.registry.console.form;

import dev.keyfabric.registry.console.session.Session;
import dev.keyfabric.registry.console.session.SessionCookie;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that was sent from a page of this session. There is no other way to read one, so that none is read that another site made.
 * It may hold what somebody pasted by mistake: it is not printed.
 */
public final class Form {
    /** Names the one wish that the form is: sent twice it is carried out once. */
    public static final String ONCE = "_once";

    /** The version that the form showed. */
    public static final String VERSION = "_version";

    private static final String CSRF = "_csrf";
    private static final int MOST_FIELDS = 300;

    private final HttpRequest<?> request;
    private final Map<String, String> fields;

    private Form(HttpRequest<?> request, Map<String, String> fields) {
        this.request = request;
        this.fields = fields;
    }

    /**
     * The form in the body of a request.
     *
     * @throws ProblemException 403 when it is not of this session
     */
    public static Form of(HttpRequest<?> request, @Nullable String body) {
        Form form = parse(request, body);
        Session session = SessionCookie.session(request).orElseThrow(Form::foreign);
        if (!equal(session.csrf(), form.text(CSRF))) {
            throw foreign();
        }
        return form;
    }

    /** Of somebody who is not logged in, and has no session that a form could belong to. */
    public static Form ofStranger(HttpRequest<?> request, @Nullable String body) {
        return parse(request, body);
    }

    private static Form parse(HttpRequest<?> request, @Nullable String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            new QueryStringDecoder(body == null ? "" : body, StandardCharsets.UTF_8, false, MOST_FIELDS)
                    .parameters()
                    .forEach((name, values) -> fields.put(name, values.get(values.size() - 1)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.malformed("the form cannot be read"));
        }
        return new Form(request, fields);
    }

    public HttpRequest<?> request() {
        return request;
    }

    /** A field as it was sent, with the line ends of this side of the world; empty when it is not there. */
    public String text(String name) {
        return fields.getOrDefault(name, "").replace("\r\n", "\n");
    }

    public boolean isBlank(String name) {
        return text(name).isBlank();
    }

    public boolean isTicked(String name) {
        return !isBlank(name);
    }

    /** The words of a field: apart by spaces, line ends or commas. */
    public List<String> words(String name) {
        return Arrays.stream(text(name).split("[\\s,]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    public Map<String, String> fields() {
        return Map.copyOf(fields);
    }

    public String once() {
        return text(ONCE);
    }

    /** The version that the form showed; null where it showed none. */
    public @Nullable Long version() {
        String version = text(VERSION);
        return version.matches("[0-9]{1,18}") ? Long.valueOf(version) : null;
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException foreign() {
        return new ProblemException(
                Problem.of(403, "FORBIDDEN", "this form is not of your session; open its page again and repeat"));
    }

    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
