package dev.keyfabric.registry.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.nodes.Node;
import dev.keyfabric.schemas.topics.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which nodes have applied a position, at one instant. Every known node that may still serve is in one of three sets;
 * a node whose staleness bound has passed refuses everything and is in none.
 *
 * @param live nodes heard within 5 s; for display only
 * @param pending not confirmed, heard within 30 s
 * @param unheard not confirmed, silent for longer: each may serve until its staleness bound passes
 * @param complete whether every node is known
 */
public record Receipt(
        Position position,
        List<String> confirmed,
        int live,
        List<String> pending,
        List<Node> unheard,
        boolean complete) {

    /** The receipt of a change that is in force at a position. */
    public static Receipt at(Position position, Fleet fleet, Instant now) {
        List<String> confirmed = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        List<Node> unheard = new ArrayList<>();
        int live = 0;
        // Looked at first: a node that becomes known meanwhile is then among the nodes.
        boolean complete = fleet.isComplete();
        for (Node node : fleet.nodes()) {
            live += node.isLive(now) ? 1 : 0;
            if (!node.servesUntil().isAfter(now) && !node.isHeard(now)) {
                continue;
            }
            if (node.hasApplied(position, fleet.topicIds())) {
                confirmed.add(node.id());
            } else if (node.isHeard(now)) {
                pending.add(node.id());
            } else {
                unheard.add(node);
            }
        }
        return new Receipt(
                position, List.copyOf(confirmed), live, List.copyOf(pending), List.copyOf(unheard), complete);
    }

    /** Whether no node can any more answer from before the position. */
    public boolean isFinal() {
        return isSettled() && unheard.isEmpty();
    }

    /** Whether no report of a node that is heard of will change it. */
    boolean isSettled() {
        return complete && pending.isEmpty();
    }

    public ObjectNode json(Duration elapsed) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("confirmed", confirmed.size());
        json.put("live", live);
        json.put("elapsedMs", elapsed.toMillis());
        ArrayNode pendingNodes = json.putArray("pending");
        pending.forEach(pendingNodes::add);
        ArrayNode unheardNodes = json.putArray("unheard");
        for (Node node : unheard) {
            unheardNodes
                    .addObject()
                    .put("node", node.id())
                    .put("lastPosition", node.lastPosition(position).toString())
                    .put("servesUntil", node.servesUntil().toString());
        }
        json.put("final", isFinal());
        return json;
    }
}
