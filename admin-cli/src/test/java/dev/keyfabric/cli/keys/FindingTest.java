package dev.keyfabric.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.cli.output.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FindingTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @Test
    void nothingIsFoundAgainstAnActiveKeyOfAnActiveConsumer() {
        assertThat(Finding.of(key("ACTIVE"), consumer("ACTIVE"), NOW)).isEmpty();
    }

    @Test
    void theFirstReasonInTheOrderOfValidatorsIsToldByTheirCode() {
        assertThat(code(key("REVOKED").put("expiresAt", "2020-01-01T00:00:00Z"), consumer("SUSPENDED")))
                .isEqualTo("REVOKED");
        assertThat(code(key("SUSPENDED"), consumer("DELETED"))).isEqualTo("SUSPENDED");
        assertThat(code(key("ACTIVE"), consumer("DELETED"))).isEqualTo("REVOKED");
        assertThat(code(key("ACTIVE").put("expiresAt", NOW.toString()), consumer("SUSPENDED")))
                .isEqualTo("EXPIRED");
        assertThat(code(key("ACTIVE").put("notBefore", NOW.plusSeconds(1).toString()), consumer("ACTIVE")))
                .isEqualTo("NOT_YET_VALID");
        assertThat(code(key("ACTIVE"), consumer("SUSPENDED"))).isEqualTo("CONSUMER_SUSPENDED");
        assertThat(code(key("ACTIVE"), null)).isEqualTo("CONSUMER_UNKNOWN");
    }

    private static String code(JsonNode key, JsonNode consumer) {
        return Finding.of(key, consumer, NOW).orElseThrow().code();
    }

    private static ObjectNode key(String status) {
        return Json.object().put("status", status);
    }

    private static ObjectNode consumer(String status) {
        return Json.object().put("status", status);
    }
}
