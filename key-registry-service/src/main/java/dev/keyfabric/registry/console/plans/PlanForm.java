package dev.keyfabric.registry.console.plans;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.console.form.Form;
import dev.keyfabric.registry.console.form.Wish;
import dev.keyfabric.schemas.event.PlanState;
import dev.keyfabric.schemas.event.Quota;
import dev.keyfabric.schemas.event.RateLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between a plan and its form, where each limit is a line: {@code burst 20 1} is 20 requests in a second. */
final class PlanForm {
    private PlanForm() {}

    static Wish wish(Form form) {
        Wish wish = new Wish(form).text("name").text("maxLifetime").text("rotateEvery");
        lines(form, wish, "rateLimits", "windowSeconds");
        lines(form, wish, "quotas", "period");
        return wish;
    }

    /** Words in the order of the members; what is missing is missing in the wish too, and is refused. */
    private static void lines(Form form, Wish wish, String name, String last) {
        ArrayNode limits = wish.array(name);
        form.text(name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    String[] words = line.split("\\s+", 3);
                    ObjectNode limit = limits.addObject();
                    limit.put("name", words[0]);
                    if (words.length > 1) {
                        put(limit, "quota", words[1]);
                    }
                    if (words.length > 2) {
                        put(limit, last, words[2]);
                    }
                });
    }

    private static void put(ObjectNode limit, String name, String word) {
        if (word.matches("[0-9]{1,18}")) {
            limit.put(name, Long.parseLong(word));
        } else {
            limit.put(name, word.toLowerCase(Locale.ROOT));
        }
    }

    static Map<String, String> values(PlanState state) {
        Map<String, String> values = new HashMap<>();
        values.put("name", state.getName());
        values.put(
                "rateLimits",
                String.join(
                        "\n", state.getRateLimits().stream().map(PlanForm::line).toList()));
        values.put(
                "quotas",
                String.join("\n", state.getQuotas().stream().map(PlanForm::line).toList()));
        values.put("maxLifetime", duration(state.getMaxLifetimeSeconds()));
        values.put("rotateEvery", duration(state.getRotateEverySeconds()));
        return values;
    }

    static String line(RateLimit limit) {
        return limit.getName() + " " + limit.getQuota() + " " + limit.getWindowSeconds();
    }

    static String line(Quota quota) {
        return quota.getName() + " " + quota.getQuota() + " "
                + quota.getPeriod().name().toLowerCase(Locale.ROOT);
    }

    private static String duration(@Nullable Long seconds) {
        return seconds == null ? "" : Duration.ofSeconds(seconds).toString();
    }
}
