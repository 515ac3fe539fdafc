package dev.keyfabric.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.schemas.wire.Wire;
import dev.keyfabric.security.Happening.Count;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HappeningTest {
    @Test
    void itsRecordLiesBesideOthersOfTheSameSubjectElseAddress() {
        assertThat(of("key_1", "192.0.2.7").recordKey()).isEqualTo("key_1");
        assertThat(of(null, "192.0.2.7").recordKey()).isEqualTo("192.0.2.7");
        assertThat(of(null, null).recordKey()).isEqualTo("-");
    }

    @Test
    void whatIsToldHoldsEveryPartOfIt() {
        Instant first = Instant.parse("2026-11-29T12:00:00Z");
        Happening happening = new Happening(
                SecurityEventType.COMMAND_REFUSED, "A", "bus", "alice", "key_1", "::1", "commands.v1-0@7", "why");
        SecurityEvent event = happening.event("registry/r1", new Count(5, first, first.plusMillis(900)));

        assertThat(Wire.decode(Wire.encode(event), SecurityEvent.class))
                .isEqualTo(new SecurityEvent(
                        SecurityEventType.COMMAND_REFUSED,
                        "registry/r1",
                        "A",
                        "bus",
                        "alice",
                        "key_1",
                        "::1",
                        "commands.v1-0@7",
                        "why",
                        5L,
                        first,
                        first.plusMillis(900)));
    }

    @Test
    void aDetailIsCutAtFiveHundredCharacters() {
        Happening happening =
                new Happening(SecurityEventType.RECORD_SUSPECT, "A", null, null, null, null, null, "x".repeat(501));

        assertThat(happening.detail()).hasSize(500);
    }

    private static Happening of(@Nullable String subject, @Nullable String address) {
        return new Happening(SecurityEventType.REQUEST_REFUSED, "A", "http", null, subject, address, null, null);
    }
}
