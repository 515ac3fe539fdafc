package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.registry.Api.Answer;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.KeySecret;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotencyIT {
    private static final Api ADMIN = SharedRegistry.admin();
    private static final String BODY = "{\"consumerId\":\"idem\",\"name\":\"k\",\"environment\":\"live\"}";

    @BeforeAll
    static void aConsumer() {
        ADMIN.post("/v1/consumers", "{\"id\":\"idem\",\"name\":\"Idem\"}", "Idempotency-Key", "make-idem");
    }

    @Test
    void aRepeatedRegistrationIsOneConsumer() {
        String key = UUID.randomUUID().toString();
        Answer first = ADMIN.post("/v1/consumers", "{\"name\":\"Twice\"}", "Idempotency-Key", key);
        Answer second = ADMIN.post("/v1/consumers", "{\"name\":\"Twice\"}", "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).as(second.text()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Keyfabric-Command")).isEqualTo(first.header("Keyfabric-Command"));
    }

    @Test
    void aLostAnswerIsRecoveredByRepeatingAndOnlyTheLastKeyIsValid() {
        String key = UUID.randomUUID().toString();
        Answer lost = ADMIN.post("/v1/keys", BODY, "Idempotency-Key", key);
        Answer repeated = ADMIN.post("/v1/keys", BODY, "Idempotency-Key", key);

        assertThat(repeated.status()).as(repeated.text()).isEqualTo(201);
        assertThat(repeated.at("/keyId")).isEqualTo(lost.at("/keyId"));
        assertThat(repeated.at("/key")).isNotEqualTo(lost.at("/key"));
        KeyState onTheBus = lastState(lost.at("/keyId"));
        assertThat(onTheBus.getSecrets())
                .filteredOn(s -> s.getStatus() == SecretStatus.CURRENT)
                .map(KeySecret::getHash)
                .containsExactly(ByteBuffer.wrap(
                        ApiKey.parse(repeated.at("/key")).orElseThrow().sha256()));
        assertThat(onTheBus.getSecrets())
                .filteredOn(s -> s.getStatus() != SecretStatus.RETIRED)
                .map(KeySecret::getHash)
                .doesNotContain(ByteBuffer.wrap(
                        ApiKey.parse(lost.at("/key")).orElseThrow().sha256()));
    }

    @Test
    void aKeyUsedForAnotherWishIsRefused() {
        String key = UUID.randomUUID().toString();
        assertThat(ADMIN.post("/v1/keys", BODY, "Idempotency-Key", key).status())
                .isEqualTo(201);

        Answer otherName = ADMIN.post("/v1/keys", BODY.replace("\"k\"", "\"other\""), "Idempotency-Key", key);
        Answer otherKind = ADMIN.post("/v1/consumers", "{\"name\":\"x\"}", "Idempotency-Key", key);
        Answer otherConsumer =
                ADMIN.post("/v1/keys", BODY.replace("\"idem\"", "\"elsewhere\""), "Idempotency-Key", key);

        for (Answer answer : List.of(otherName, otherKind, otherConsumer)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.at("/code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        }
    }

    @Test
    void aReadAfterAWriteSeesTheWrite() {
        String consumer = "raw-" + UUID.randomUUID();
        for (int i = 0; i < 20; i++) {
            String name = "name-" + i;
            Answer written = i == 0
                    ? ADMIN.post("/v1/consumers", "{\"id\":\"" + consumer + "\",\"name\":\"" + name + "\"}")
                    : ADMIN.patch("/v1/consumers/" + consumer, "{\"name\":\"" + name + "\"}");
            assertThat(written.status()).as(written.text()).isLessThan(300);
            Answer read = ADMIN.get("/v1/consumers/" + consumer);
            assertThat(read.at("/name")).isEqualTo(name);
            assertThat(read.at("/position")).isEqualTo(written.at("/position"));
            assertThat(ADMIN.get("/v1/consumers?q=" + consumer + "&position=" + written.at("/position"))
                            .at("/items/0/name"))
                    .isEqualTo(name);
        }
    }

    @Test
    void deletingAConsumerRevokesItsKeysInTheEnd() {
        ADMIN.post("/v1/consumers", "{\"id\":\"leaving\",\"name\":\"Leaving\"}");
        String keyId =
                ADMIN.post("/v1/keys", BODY.replace("\"idem\"", "\"leaving\"")).at("/keyId");

        Answer deleted = ADMIN.delete("/v1/consumers/leaving");

        assertThat(deleted.at("/status")).as(deleted.text()).isEqualTo("DELETED");
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(ADMIN.get("/v1/keys/" + keyId).at("/reason")).isEqualTo("consumer_deleted"));
        assertThat(ADMIN.post("/v1/consumers", "{\"id\":\"leaving\",\"name\":\"Back\"}")
                        .status())
                .isEqualTo(409);
    }

    private static KeyState lastState(String keyId) {
        return Topics.read(SharedRegistry.bootstrapServers(), List.of(Topic.KEYS)).stream()
                .filter(r -> new String(r.key(), StandardCharsets.UTF_8).equals(keyId))
                .map(r -> Objects.requireNonNull(
                        Wire.decode(r.value(), KeyEvent.class).getState()))
                .reduce((a, b) -> b)
                .orElseThrow();
    }
}
