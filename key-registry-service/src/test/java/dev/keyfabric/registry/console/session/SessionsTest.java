package dev.keyfabric.registry.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.RegistrySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private final Sessions sessions = new Sessions(
            new RegistrySettings.Console(true, null, Duration.ofMinutes(15), Duration.ofHours(8)),
            () -> now,
            new Random(1));

    @Test
    void aSessionIsFoundByItsIdAndByNothingElse() {
        String id = sessions.start("token");

        assertThat(sessions.find(id)).get().extracting(Session::token).isEqualTo("token");
        assertThat(sessions.find(id.substring(1))).isEmpty();
        assertThat(sessions.find("")).isEmpty();
    }

    @Test
    void idsAndFormMarksAreLongAndNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String id = sessions.start("token");
            assertThat(id).hasSize(43);
            assertThat(seen.add(id)).isTrue();
            assertThat(seen.add(sessions.find(id).orElseThrow().csrf())).isTrue();
        }
    }

    @Test
    void anIdleSessionEndsAndUseKeepsItButNotForEver() {
        String id = sessions.start("token");
        Session session = sessions.find(id).orElseThrow();

        now = now.plus(Duration.ofMinutes(14));
        sessions.use(session);
        now = now.plus(Duration.ofMinutes(14));
        assertThat(sessions.find(id)).isPresent();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(sessions.find(id)).isEmpty();
        assertThat(sessions.isOver(session)).isTrue();

        String busy = sessions.start("token");
        for (int i = 0; i < 47; i++) {
            now = now.plus(Duration.ofMinutes(10));
            sessions.use(sessions.find(busy).orElseThrow());
        }
        now = now.plus(Duration.ofMinutes(10));
        assertThat(sessions.find(busy)).isEmpty();
    }

    @Test
    void whoLogsOutIsOutAtOnce() {
        String id = sessions.start("token");
        Session session = sessions.find(id).orElseThrow();
        String other = sessions.start("token");

        sessions.end(session);

        assertThat(sessions.find(id)).isEmpty();
        assertThat(sessions.isOver(session)).isTrue();
        assertThat(sessions.find(other)).isPresent();
    }

    @Test
    void tooManySessionsEndTheOneThatWasUnusedForLongest() {
        String first = sessions.start("token");
        for (int i = 1; i < Sessions.MOST; i++) {
            now = now.plusMillis(1);
            sessions.start("token");
        }
        assertThat(sessions.find(first)).isPresent();
        now = now.plusMillis(1);
        String last = sessions.start("token");

        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.find(last)).isPresent();
    }

    @Test
    void aSessionDoesNotPrintWhatItHolds() {
        String id = sessions.start("a-token");
        assertThat(sessions.find(id).orElseThrow().toString()).doesNotContain("a-token");
    }
}
