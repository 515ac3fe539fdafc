package dev.keyfabric.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.quickstart.process.Bench.Node;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** Which registry decides on which partitions, by what each says of itself. */
public final class Shares {
    public static final Set<Integer> ALL = Set.of(0, 1, 2, 3, 4, 5, 6, 7);

    private Shares() {}

    /** Waits until each of two has some, and together they have all, once. */
    public static void awaitShared(Node first, Node second) {
        await("partitions shared").atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            Set<Integer> one = of(first);
            Set<Integer> other = of(second);
            assertThat(one).isNotEmpty().doesNotContainAnyElementsOf(other);
            assertThat(other).isNotEmpty();
            assertThat(one.size() + other.size()).isEqualTo(ALL.size());
        });
    }

    /** Waits until one has them all. */
    public static void awaitAll(Node registry) {
        await("taken over")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> of(registry).equals(ALL));
    }

    /** None for a registry that does not answer. */
    public static Set<Integer> of(Node registry) {
        Set<Integer> partitions = new TreeSet<>();
        try {
            JsonNode details = registry.get("/health").body().path("details");
            details.findPath("partitions").forEach(partition -> partitions.add(partition.asInt()));
        } catch (UncheckedIOException e) {
            // It stands still, or is on its way.
        }
        return partitions;
    }
}
