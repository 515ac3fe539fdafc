package dev.keyfabric.registry.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.readmodel.HistoryEntry;
import dev.keyfabric.registry.readmodel.HistoryPage;
import java.util.Locale;

/** A page of the history as JSON: {@code {items, nextCursor}}. */
final class HistoryJson {
    private HistoryJson() {}

    static ObjectNode of(HistoryPage page) {
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        page.items().forEach(entry -> items.add(of(entry)));
        json.put("nextCursor", page.next() == null ? null : page.next().toString());
        return json;
    }

    private static ObjectNode of(HistoryEntry entry) {
        ObjectNode json = Json.object();
        json.put("at", Json.time(entry.at()));
        json.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        json.put("subject", entry.subject());
        json.put("type", entry.type());
        json.put("status", entry.status());
        json.put("version", entry.version());
        json.put("actor", entry.actor());
        json.put("door", entry.door());
        json.put("reason", entry.reason());
        json.put("command", entry.command());
        json.put("position", entry.position());
        return json;
    }
}
