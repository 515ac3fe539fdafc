package dev.keyfabric.benchmarks;

import static dev.keyfabric.benchmarks.http.Questions.authorize;
import static dev.keyfabric.benchmarks.http.Questions.validate;

import dev.keyfabric.benchmarks.http.Ways;
import dev.keyfabric.benchmarks.http.Ways.Meanwhile;
import dev.keyfabric.benchmarks.view.SampleKey;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a validator that lives in a fabric answers over HTTP: with a Txn-Token, while the topics bring it new keys, and when
 * more is asked than it can give; beside the same validator's plain answer. Its broker and the loop that asks are in this
 * process. Run by {@code benchmarks/http-fabric}.
 */
public final class FabricVerdicts {
    private static final String PLAIN = "authorize";
    private static final Duration SIGNS_WITHIN = Duration.ofMinutes(2);
    private static final int EVENTS_A_SECOND = 1_000;
    /** Of connections that each have a request waiting: more than are answered within what a request may wait. */
    private static final int CROWD = 12_000;

    private FabricVerdicts() {}

    /** Arguments: a folder, a number of keys, of rounds, of seconds for each turn. */
    public static void main(String[] args) throws Exception {
        int keys = Integer.parseInt(args[1]);
        Ways ways = new Ways(keys, Integer.parseInt(args[2]), Duration.ofSeconds(Integer.parseInt(args[3])));
        try (Fabric fabric = new Fabric(Path.of(args[0]))) {
            fabric.bus().fill(TopicNames.DEFAULT, keys);
            try (Part validator = validator(fabric);
                    NewKeys news = new NewKeys(fabric.bus(), keys)) {
                ways.add(PLAIN, validator, 200, i -> authorize(i, "&audience=orders&token=false"));
                ways.add("authorize, token", validator, 200, i -> authorize(i, "&audience=orders&token=true"));
                ways.add("validate", validator, 200, i -> validate(i, ",\"audience\":\"orders\""));
                ways.add(
                        "validate, token", validator, 200, i -> validate(i, ",\"audience\":\"orders\",\"token\":true"));
                ways.add(
                        "authorize, " + EVENTS_A_SECOND + " new keys/s",
                        validator,
                        200,
                        Ways.CONNECTIONS,
                        () -> news.arriving(EVENTS_A_SECOND),
                        i -> authorize(i, "&audience=orders&token=false"));
                ways.add(
                        "authorize, token, " + CROWD + " connections",
                        validator,
                        200,
                        CROWD,
                        () -> Meanwhile.NOTHING,
                        i -> authorize(i, "&audience=orders&token=true"));
                ways.run();
                ways.print(PLAIN);
                System.out.printf(Locale.ROOT, "%nNew keys: %,.0f a second.%n", news.perSecond());
            }
        }
        System.exit(0);
    }

    /** A validator with a key to sign with; the registry that it was enrolled at is gone. */
    private static Part validator(Fabric fabric) throws IOException {
        try (Part registry = fabric.registry("registry", TopicNames.DEFAULT)) {
            registry.awaitReady(Fabric.START_WITHIN);
            Client admin = fabric.admin("registry", registry);
            admin.post(registry.url() + "/v1/consumers", Map.of("id", "fabric", "name", "The fabric itself"));
            Part validator = fabric.validator(
                    "validator", "registry", registry, admin, Map.of("keyfabric.http.connections", CROWD + 100));
            validator.awaitOk(
                    SIGNS_WITHIN,
                    "/v1/authorize?audience=orders&token=true",
                    "X-API-Key",
                    new SampleKey(0).secret().reveal());
            return validator;
        }
    }
}
