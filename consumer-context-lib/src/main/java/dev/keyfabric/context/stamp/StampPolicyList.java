package dev.keyfabric.context.stamp;

import dev.keyfabric.context.http.Document;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policies of topics as a validator lists them: {@code GET /v1/stamp-policies}. A topic whose policy is not understood
 * is Unavailable, never Unlisted: a newer word on a topic must not make it one without stamps. A list in which an item
 * names no topic is malformed as a whole.
 */
final class StampPolicyList implements Document<Map<String, TopicPolicies.Answer>> {
    private static final long MOST_SECONDS = Duration.ofDays(366).toSeconds();

    @Override
    public String path() {
        return "v1/stamp-policies";
    }

    @Override
    public int maxLength() {
        return 4 * 1024 * 1024;
    }

    @Override
    public Map<String, TopicPolicies.Answer> read(byte[] body) throws MalformedTextException {
        JsonObject list = StrictJson.read(body);
        if (!list.has("items")) {
            throw new MalformedTextException("a list without items");
        }
        Map<String, TopicPolicies.Answer> policies = new HashMap<>();
        for (JsonObject item : list.objects("items")) {
            String topic = item.string("topic")
                    .filter(name -> !name.isEmpty())
                    .orElseThrow(() -> new MalformedTextException("a policy of no topic"));
            boolean twice = policies.containsKey(topic);
            policies.put(topic, twice ? new TopicPolicies.Answer.Conflicting() : answer(item));
        }
        return Map.copyOf(policies);
    }

    private static TopicPolicies.Answer answer(JsonObject item) {
        try {
            if (item.bool("conflict").orElse(false)) {
                return new TopicPolicies.Answer.Conflicting();
            }
            return new TopicPolicies.Answer.Known(policy(item));
        } catch (MalformedTextException e) {
            return new TopicPolicies.Answer.Unavailable();
        }
    }

    private static TopicPolicy policy(JsonObject item) throws MalformedTextException {
        long maxDelay = item.integer("maxDelaySeconds").orElseThrow(() -> new MalformedTextException("no delay"));
        if (maxDelay < 0 || maxDelay > MOST_SECONDS) {
            throw new MalformedTextException("a delay out of bounds");
        }
        return new TopicPolicy(
                one(item, "profile", Map.of("signed", Binding.SIGNED, "evidence", Binding.EVIDENCE)),
                one(item, "time", Map.of("append", TimeRule.APPEND, "create", TimeRule.CREATE)),
                Duration.ofSeconds(maxDelay),
                Set.copyOf(item.strings("allowedProducers")),
                one(
                        item,
                        "onRevoked",
                        Map.of(
                                "reject",
                                OnRevoked.REJECT,
                                "reject-compromised",
                                OnRevoked.REJECT_COMPROMISED,
                                "accept",
                                OnRevoked.ACCEPT)),
                one(item, "tombstones", Map.of("refused", false, "stamped", true)));
    }

    private static <T> T one(JsonObject item, String name, Map<String, T> values) throws MalformedTextException {
        Optional<T> value = item.string(name).map(values::get);
        return value.orElseThrow(() -> new MalformedTextException(name + " is not understood"));
    }
}
