package dev.keyfabric.registry.console.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a form wants, as the body that a client of HTTP would send for it. It is read by the same code, so that the same is refused,
 * and a fault names a member that has the name of the field.
 */
public final class Wish {
    private final Form form;
    private final ObjectNode json = Json.object();
    private final List<Fault> faults = new ArrayList<>();

    public Wish(Form form) {
        this.form = form;
    }

    /** A field that counts only when something stands in it. */
    public Wish text(String name) {
        if (!form.isBlank(name)) {
            json.put(name, form.text(name).strip());
        }
        return this;
    }

    /** A field of a change: emptied, it takes the value away. */
    public Wish clearable(String name) {
        if (form.isBlank(name)) {
            json.putNull(name);
        }
        return text(name);
    }

    public Wish words(String name) {
        json.set(name, Json.array(form.words(name)));
        return this;
    }

    public Wish flag(String name) {
        json.put(name, form.isTicked(name));
        return this;
    }

    public Wish time(String name, @Nullable Instant time) {
        json.put(name, Json.time(time));
        return this;
    }

    /** A field that holds JSON; what is none goes on as a text, and is refused as such. */
    public Wish json(String name) {
        return form.isBlank(name) ? this : put(name, parsed(form.text(name)));
    }

    public Wish put(String name, JsonNode value) {
        json.set(name, value);
        return this;
    }

    public ArrayNode array(String name) {
        return json.putArray(name);
    }

    /** Makes a fault of a field that only this form has. */
    public void refuse(String name, String detail) {
        faults.add(new Fault("/" + name, Fault.INVALID_FORMAT, detail));
    }

    /**
     * The body, for the use case.
     *
     * @throws ProblemException 422 when a field was refused
     */
    public JsonBody body() {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalid(faults));
        }
        return JsonBody.parse(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            return Json.object().textNode("no JSON");
        }
    }
}
