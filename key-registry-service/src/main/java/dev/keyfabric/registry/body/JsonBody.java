package dev.keyfabric.registry.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of one request while it is read. Reading never stops at a fault: what is wrong is collected, and the values
 * that were read stand in only until {@link #faults()} has been looked at.
 */
public final class JsonBody {
    private final List<Fault> faults = new ArrayList<>();
    private final Members members;

    private JsonBody(byte[] bytes) {
        JsonNode root = JsonText.parse(bytes, faults);
        if (root instanceof ObjectNode object) {
            members = new Members(object, "", faults);
        } else {
            faults.add(new Fault("", Fault.WRONG_TYPE, "must be an object"));
            members = new Members(JsonNodeFactory.instance.objectNode(), "", new ArrayList<>());
        }
    }

    /**
     * The body that bytes are.
     *
     * @throws MalformedBodyException when they are no JSON text in UTF-8
     */
    public static JsonBody parse(byte[] bytes) {
        return new JsonBody(bytes);
    }

    /** Like {@link #parse}, where no bytes at all mean an object without members. */
    public static JsonBody parseOptional(byte[] bytes) {
        return new JsonBody(bytes.length == 0 ? new byte[] {'{', '}'} : bytes);
    }

    public Members members() {
        return members;
    }

    /** Everything that is wrong so far; call it after {@link Members#end()}. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }
}
