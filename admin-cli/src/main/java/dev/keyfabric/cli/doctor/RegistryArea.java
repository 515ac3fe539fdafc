package dev.keyfabric.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.http.Answer;
import dev.keyfabric.cli.http.Registry;
import dev.keyfabric.cli.output.Cells;
import dev.keyfabric.cli.shell.CliException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the registry answers and is ready, and whether its clock is ours. */
final class RegistryArea implements Area {
    /** The header tells whole seconds, and the answer takes its time. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Registry registry;
    private final InstantSource clock;

    RegistryArea(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public List<Check> look() {
        List<Check> checks = new ArrayList<>();
        try {
            Instant before = clock.instant();
            Answer answer = registry.ask("GET", "/health", Map.of(), null);
            String status = answer.body().path("status").asText("");
            checks.add(
                    status.equals("UP")
                            ? Check.ok(name(), registry.server() + " is ready")
                            : Check.fault(
                                    name(),
                                    registry.server() + " is not ready: " + Cells.of(waitsFor(answer.body())),
                                    "see /health and its log; it is ready once it owns partitions and has caught up"));
            answer.headers().firstValue("Date").ifPresent(date -> checks.add(clock(date, before)));
        } catch (CliException e) {
            checks.add(Check.fault(
                    name(), e.words(), "is it started, and is its address right? keyfabric login --registry URL"));
        }
        return checks;
    }

    private static JsonNode waitsFor(JsonNode health) {
        JsonNode details = health.path("details").path("registry").path("details");
        return details.path("waitsFor").isMissingNode() ? health : details.path("waitsFor");
    }

    private Check clock(String date, Instant before) {
        try {
            Duration ahead = Duration.between(
                    before,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return ahead.abs().compareTo(CLOSE) <= 0
                    ? Check.ok("clock", "the registry's is ours, to " + CLOSE.toSeconds() + " s")
                    : Check.fault(
                            "clock",
                            "the registry's is " + ahead.abs().toSeconds() + " s "
                                    + (ahead.isNegative() ? "behind" : "ahead") + " of this machine's",
                            "hold all clocks together by NTP; tokens allow for 60 s");
        } catch (DateTimeException e) {
            return Check.warning("clock", "the registry tells no time", "");
        }
    }
}
