package dev.keyfabric.validator.trust;

import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.validation.Identity;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.trust.ListedTopic;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lists the policies of stamped topics. A topic that more than one policy names has {@code "conflict": true} and no
 * policy; one whose service cannot be read has neither, so that nobody takes it for a topic without stamps. While a service
 * was never readable there is no list: 503.
 */
@Controller("/v1/stamp-policies")
final class StampPoliciesController {
    private final Identity identity;
    private final Published<ListedTopic> list;

    StampPoliciesController(ValidationEngine engine) {
        this.identity = engine.identity();
        this.list = new Published<>(identity, StampPoliciesController::print);
    }

    @Get
    HttpResponse<?> policies(HttpRequest<?> request) {
        Optional<List<ListedTopic>> topics = identity.allTopics();
        return topics.isPresent() ? list.answer(request, topics.get()) : Published.unavailable();
    }

    private static String print(List<ListedTopic> topics) {
        return JsonText.of(Map.of(
                "items", topics.stream().map(StampPoliciesController::item).toList()));
    }

    private static Map<String, Object> item(ListedTopic topic) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("topic", topic.topic());
        item.put("service", topic.service());
        TopicPolicy policy = topic.policy();
        if (policy != null) {
            item.put("profile", word(policy.binding()));
            item.put("time", word(policy.time()));
            item.put("maxDelaySeconds", policy.maxDelay().toSeconds());
            item.put("allowedProducers", policy.producers().stream().sorted().toList());
            item.put("onRevoked", word(policy.onRevoked()));
            item.put("tombstones", policy.stampedTombstones() ? "stamped" : "refused");
            item.put("exchange", topic.exchange());
        }
        if (topic.conflict()) {
            item.put("conflict", true);
        }
        return item;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
