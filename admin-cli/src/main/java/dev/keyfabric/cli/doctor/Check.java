package dev.keyfabric.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;

/**
 * One thing that was looked at.
 *
 * @param area brokers, topics, rights, clock, nodes or registry
 * @param words what is so
 * @param remedy what to do about it; empty where nothing is
 */
record Check(String area, Level level, String words, String remedy) {
    /** How bad it is. */
    enum Level {
        ok,
        warning,
        fault
    }

    static Check ok(String area, String words) {
        return new Check(area, Level.ok, words, "");
    }

    static Check warning(String area, String words, String remedy) {
        return new Check(area, Level.warning, words, remedy);
    }

    static Check fault(String area, String words, String remedy) {
        return new Check(area, Level.fault, words, remedy);
    }

    JsonNode toJson() {
        return Json.object()
                .put("area", area)
                .put("level", level.name())
                .put("words", words)
                .put("remedy", remedy);
    }
}
