package dev.keyfabric.validator.node;

import dev.keyfabric.validation.NodeStatus;
import dev.keyfabric.validation.ValidationEngine;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says how far this node has applied the lifecycle topics. */
@Controller("/v1/position")
final class PositionController {
    private final ValidationEngine engine;

    PositionController(ValidationEngine engine) {
        this.engine = engine;
    }

    @Get
    Map<String, Object> position() {
        NodeStatus status = engine.status();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("nodeId", status.nodeId());
        body.put("position", status.applied().toString());
        body.put("stalenessMs", status.stalenessMs());
        body.put("stalenessBoundMs", status.stalenessBoundMs());
        body.put("ready", status.ready());
        return body;
    }
}
