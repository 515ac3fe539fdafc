package dev.keyfabric.validation.outward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.limits.LimitBench;
import dev.keyfabric.validation.limits.LimitStanding;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RateLimitFieldsTest {
    private static final String NUMBER = "(0|[1-9][0-9]{0,14})";
    private static final String NAME = "\"[a-z0-9][a-z0-9_-]{0,31}\"";
    private static final Pattern POLICY = list(NAME + ";q=" + NUMBER + ";w=" + NUMBER);
    private static final Pattern STATE = list(NAME + ";r=" + NUMBER + ";t=" + NUMBER);

    private static Pattern list(String item) {
        return Pattern.compile(item + "(, " + item + ")*");
    }

    @Test
    void withoutLimitsThereIsTheRemainderAlone() {
        assertThat(RateLimitFields.of(null)).isEqualTo(Map.of("X-RateLimit-Remaining", "-"));
    }

    @Test
    void theFieldsReadAsTheDraftSays() {
        LimitBench bench = new LimitBench();
        LimitStanding yes = bench.charge(LimitBench.PLAN, 5);
        assertThat(RateLimitFields.of(yes))
                .isEqualTo(Map.of(
                        "X-RateLimit-Remaining",
                        "15",
                        "RateLimit-Policy",
                        "\"burst\";q=20;w=1, \"sustained\";q=1000;w=60, \"monthly\";q=5000;w=2592000",
                        "RateLimit",
                        "\"burst\";r=15;t=1, \"sustained\";r=995;t=1, \"monthly\";r=4995;t=129600"));
        LimitStanding no = bench.charge(LimitBench.PLAN, 16);
        assertThat(RateLimitFields.of(no))
                .containsEntry("Retry-After", "1")
                .containsEntry("X-RateLimit-Remaining", "15");
    }

    @Test
    void whateverTheLimitsTheFieldsAreWellFormed() {
        Random random = new Random(21);
        for (int i = 0; i < 3_000; i++) {
            LimitBench bench = new LimitBench();
            LimitStanding standing = bench.randomCharge(random);
            Map<String, String> fields = RateLimitFields.of(standing);
            assertThat(fields.get("RateLimit-Policy")).matches(POLICY);
            assertThat(fields.get("RateLimit")).matches(STATE);
            assertThat(fields.get("X-RateLimit-Remaining")).matches(NUMBER);
            assertThat(fields.containsKey("Retry-After")).isEqualTo(standing.refusal() != null);
            for (int l = 0; l < standing.size(); l++) {
                assertThat(standing.remaining(l))
                        .isBetween(0L, standing.limit(l).quota());
                assertThat(standing.resetSeconds(l)).isBetween(0L, standing.windowSeconds(l));
            }
        }
    }

    @Test
    void everyNameOfAnAnswerIsAnotherUuid() {
        RequestIds ids = new RequestIds(new Random(3));
        String first = ids.next();
        assertThat(first).matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ids.next()).isNotEqualTo(first).hasSameSizeAs(first);
    }
}
