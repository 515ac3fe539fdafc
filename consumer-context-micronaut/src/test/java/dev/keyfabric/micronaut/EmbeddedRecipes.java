package dev.keyfabric.micronaut;

import dev.keyfabric.validation.embedded.EmbeddedValidator;
import dev.keyfabric.validation.embedded.Keyfabric;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.outward.OutwardRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The recipes of docs/embedded.md, compiled. */
abstract class EmbeddedRecipes {
    EmbeddedValidator start() throws InterruptedException {
        EmbeddedValidator validator = Keyfabric.validator(Map.of(
                "keyfabric.node.id", "orders-1",
                "keyfabric.data", "/var/lib/orders/keyfabric",
                "keyfabric.service", "orders",
                "keyfabric.kafka.bootstrap.servers", "kafka:9092"));
        if (!validator.awaitReady(Duration.ofSeconds(30))) {
            log("starts without an up-to-date view: " + validator.status().follower());
        }
        return validator;
    }

    void ask(EmbeddedValidator validator, String key, String clientIp) {
        var question = new Question(Credential.of(key), "orders", List.of("orders:write"), clientIp);
        Verdict verdict = validator.judge(question);
        if (verdict instanceof Verdict.Valid valid) {
            serve(valid.consumer().id(), valid.key().scopes());
        } else if (verdict instanceof Verdict.Denied denied) {
            OutwardRefusal refusal = OutwardRefusal.of(denied);
            answer(refusal.status(), refusal.headers(), refusal.body());
        }
    }

    void askOfAnyServer(EmbeddedValidator validator, String peer, Function<String, List<String>> headers) {
        Verdict verdict = validator.judge(new Question(
                validator.credential(headers), null, List.of("orders:write"), validator.clientIp(peer, headers)));
        log(verdict.code().name());
    }

    abstract void log(String text);

    abstract void serve(String consumer, List<String> scopes);

    abstract void answer(int status, Map<String, String> headers, byte[] body);
}
