package dev.keyfabric.registry.nodes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Json;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.schemas.event.NodePosition;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Shows the validators of the fleet; all on one page. */
@Controller("/v1/nodes")
@Secured({Roles.ADMIN, Roles.AUDITOR})
final class NodeReads {
    private final Reads reads;
    private final Fleet fleet;
    private final RevocationTimes times;
    private final InstantSource clock;

    NodeReads(Reads reads, Fleet fleet, RevocationTimes times, InstantSource clock) {
        this.reads = reads;
        this.fleet = fleet;
        this.times = times;
        this.clock = clock;
    }

    @Get
    CompletionStage<HttpResponse<ObjectNode>> list(HttpRequest<?> request) {
        Query query = new Query(request, Set.of(Query.POSITION));
        return reads.read(query, () -> {
            Instant now = clock.instant();
            ObjectNode json = Json.object();
            ArrayNode items = json.putArray("items");
            fleet.nodes().forEach(node -> items.add(json(node, now)));
            json.putNull("nextCursor");
            return Answers.ok(json);
        });
    }

    private ObjectNode json(Node node, Instant now) {
        NodePosition report = node.report();
        ObjectNode json = Json.object();
        json.put("node", node.id());
        json.put("live", node.isLive(now));
        json.put("heard", node.isHeard(now));
        json.put("ready", report.getReady());
        json.put("signed", node.signed());
        json.put("heardAt", Json.time(node.heardAt()));
        json.put("servesUntil", Json.time(node.servesUntil()));
        json.put("stalenessMs", report.getStalenessMs());
        json.put("stalenessBoundMs", report.getStalenessBoundMs());
        json.put("rebuildPercent", report.getRebuildPercent());
        json.put("version", report.getVersion());
        NodeTimes revocations = times.of(node.id());
        json.putObject("revocations")
                .put("count", revocations.count())
                .put("p50Ms", revocations.quantile(0.5).toMillis())
                .put("p99Ms", revocations.quantile(0.99).toMillis());
        ObjectNode offsets = json.putObject("nextOffsets");
        report.getNextOffsets().forEach((topic, next) -> {
            ArrayNode byPartition = offsets.putArray(topic);
            next.forEach(byPartition::add);
        });
        return json;
    }
}
