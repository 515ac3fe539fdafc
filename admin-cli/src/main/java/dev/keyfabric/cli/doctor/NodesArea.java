package dev.keyfabric.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Cells;
import dev.keyfabric.cli.shell.CliException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Whether every validator is heard, ready, believed and up to date; and whether the brokers' clock is ours. */
final class NodesArea implements Area {
    /** A node reports each second; the report's time is the broker's. */
    private static final Duration AHEAD = Duration.ofSeconds(5);

    private static final Duration BEHIND = Duration.ofSeconds(10);

    private final Registry registry;
    private final InstantSource clock;

    NodesArea(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public List<Check> look() {
        List<Check> checks = new ArrayList<>();
        try {
            Instant now = clock.instant();
            JsonNode nodes = registry.get("/v1/nodes").path("items");
            if (nodes.isEmpty()) {
                checks.add(Check.warning(name(), "no validator is heard of", "start one beside each service"));
            }
            for (JsonNode node : nodes) {
                checks.add(node(node));
                if (node.path("live").asBoolean()) {
                    clock(node.path("heardAt").asText(), now, Cells.of(node.path("node")), checks);
                }
            }
        } catch (CliException e) {
            checks.add(Check.fault(name(), e.words(), "log in as admin or auditor: keyfabric login"));
        }
        return checks;
    }

    private Check node(JsonNode node) {
        String id = Cells.of(node.path("node"));
        if (!node.path("live").asBoolean()) {
            return Check.fault(
                    name(),
                    id + " is not heard since " + Cells.time(node.path("heardAt"))
                            + "; it may answer from an old view until " + Cells.time(node.path("servesUntil")),
                    "start it, or mend its way to the brokers; until then no receipt is final");
        }
        if (!node.path("ready").asBoolean()) {
            return Check.fault(name(), id + " is not ready", "see its /health: it may still be filling its view");
        }
        if (!node.path("signed").asBoolean()) {
            return Check.fault(
                    name(),
                    id + " does not sign its reports: it confirms no receipt",
                    "enrol it: keyfabric key issue --enrols txn:" + id + ":SERVICE, and give it the key");
        }
        long age = node.path("stalenessMs").asLong();
        return age > node.path("stalenessBoundMs").asLong() / 2
                ? Check.warning(
                        name(),
                        id + "'s view is " + Cells.duration(Duration.ofMillis(age)) + " old",
                        "is a registry running, and does the node read? beyond its bound it answers STALE")
                : Check.ok(
                        name(),
                        id + " is live and ready; its view is " + Cells.duration(Duration.ofMillis(age)) + " old");
    }

    private static void clock(String heardAt, Instant now, String id, List<Check> checks) {
        try {
            Duration since = Duration.between(Instant.parse(heardAt), now);
            if (since.compareTo(AHEAD.negated()) < 0 || since.compareTo(BEHIND) > 0) {
                checks.add(Check.fault(
                        "clock",
                        "the brokers' stamp on " + id + "'s last report is " + since.toSeconds()
                                + " s before this machine's time",
                        "hold all clocks together by NTP"));
            }
        } catch (DateTimeException e) {
            checks.add(Check.warning("clock", id + "'s last report has no time", ""));
        }
    }
}
