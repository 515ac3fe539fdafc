package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.Api.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryIT {
    private static EmbeddedBroker broker;
    private static KeyRegistry registry;
    private static Api admin;
    private static String key;

    /** One key through its life, and two consumers. */
    @BeforeAll
    static void live() {
        Path folder = Registries.folder("history");
        broker = EmbeddedBroker.started(folder.resolve("broker"));
        registry = Registries.ready(Registries.settings(broker.bootstrapServers(), folder.resolve("registry")));
        admin = Registries.admin(registry, folder.resolve("registry"));
        admin.post("/v1/consumers", "{\"id\":\"acme\",\"name\":\"Acme\"}");
        admin.post("/v1/consumers", "{\"id\":\"globex\",\"name\":\"Globex\"}");
        key = admin.post("/v1/keys", "{\"consumerId\":\"acme\",\"name\":\"k\",\"environment\":\"live\"}")
                .at("/keyId");
        admin.post("/v1/keys/" + key + "/suspend", "{}");
        admin.post("/v1/keys/" + key + "/reinstate", "{}");
        admin.post(
                "/v1/keys/" + key + "/revoke", "{\"reason\":\"compromised\",\"comment\":\"=leaked, \\\"badly\\\"\"}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> values("?subject=" + key, "type").size() == 4);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    @Test
    void aSubjectsStoryComesInTheOrderOfItsVersions() {
        assertThat(values("?sort=at&subject=" + key, "type"))
                .containsExactly("KEY_ISSUED", "KEY_SUSPENDED", "KEY_REINSTATED", "KEY_REVOKED");
        assertThat(values("?sort=at&subject=" + key, "status"))
                .containsExactly("ACTIVE", "SUSPENDED", "ACTIVE", "REVOKED");
        assertThat(values("?sort=at&subject=" + key, "version").stream().map(Long::valueOf))
                .isSorted();
    }

    @Test
    void anEntrySaysWhoWhatWhenWhyAndByWhichDoor() {
        JsonNode last = admin.get("/v1/history?limit=1&subject=" + key).json().at("/items/0");
        assertThat(last.get("type").asText()).isEqualTo("KEY_REVOKED");
        assertThat(last.get("kind").asText()).isEqualTo("key");
        assertThat(last.get("actor").asText()).isNotEmpty();
        assertThat(last.get("door").asText()).isEqualTo("HTTP");
        assertThat(last.get("reason").asText()).isEqualTo("compromised: =leaked, \"badly\"");
        assertThat(last.get("at").asText()).matches("20.*Z");
        assertThat(last.get("command").asText()).isNotEmpty();
        assertThat(last.get("position").asText()).startsWith("history.v1-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?sort=at", "?sort=-at", "?sort=at&kind=key", "?door=http"})
    void pagesBringEachEntryOnceInOneOrder(String filter) {
        List<String> all = values(filter + "&limit=500", "position");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = admin.get("/v1/history" + filter + "&limit=2" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json()
                    .get("items")
                    .forEach(item -> paged.add(item.get("position").asText()));
            JsonNode next = page.json().get("nextCursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asText();
        } while (cursor != null);
        assertThat(paged).hasSizeGreaterThan(3).isEqualTo(all);
    }

    @Test
    void theNewestComesFirstUnlessAskedOtherwise() {
        List<String> newest = new ArrayList<>(values("?limit=500", "position"));
        Collections.reverse(newest);
        assertThat(newest).isEqualTo(values("?limit=500&sort=at", "position"));
    }

    @Test
    void filtersNarrowIt() {
        assertThat(values("?kind=consumer", "subject")).containsExactlyInAnyOrder("acme", "globex");
        assertThat(values("?type=KEY_REVOKED", "subject")).containsExactly(key);
        assertThat(values("?actor=nobody", "subject")).isEmpty();
        assertThat(values("?to=2020-01-01T00:00:00Z", "subject")).isEmpty();
        assertThat(values("?from=2020-01-01T00:00:00Z&kind=key", "subject")).hasSize(4);
        String command = admin.get("/v1/history?type=KEY_REVOKED").at("/items/0/command");
        assertThat(values("?command=" + command, "type")).containsExactly("KEY_REVOKED");
    }

    @Test
    void csvHoldsTheSameAndNoFormula() {
        Answer csv = admin.get("/v1/history?sort=at&subject=" + key, "Accept", "text/csv");
        assertThat(csv.status()).as(csv.text()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        List<String> lines = csv.text().lines().toList();
        assertThat(lines.get(0)).isEqualTo("at,kind,subject,type,status,version,actor,door,reason,command,position");
        assertThat(lines).hasSize(5);
        assertThat(lines.get(4))
                .contains(",KEY_REVOKED,REVOKED,")
                .doesNotContain(",=")
                .doesNotContain(",\"=");
        assertThat(csv.raw().headers().firstValue("Link")).isEmpty();
    }

    @Test
    void csvNamesItsNextPage() {
        Answer first = admin.get("/v1/history?limit=3&subject=" + key, "Accept", "text/csv");
        String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        Answer second = admin.get(next, "Accept", "text/csv");
        assertThat(second.text().lines()).hasSize(2);
        assertThat(second.text()).contains("KEY_ISSUED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?limit=0",
                "?limit=5001",
                "?kind=secret",
                "?door=window",
                "?cursor=x",
                "?sort=name",
                "?unknown=1",
                "?subject=a&subject=b"
            })
    void whatIsNotUnderstoodIsRefusedByName(String query) {
        Answer answer = admin.get("/v1/history" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/detail")).isNotEmpty();
    }

    @Test
    void whoHasNoTokenSeesNothing() {
        assertThat(new Api(registry.url(), null).get("/v1/history").status()).isEqualTo(401);
    }

    private static List<String> values(String query, String member) {
        Answer answer = admin.get("/v1/history" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> values = new ArrayList<>();
        answer.json().get("items").forEach(item -> values.add(item.get(member).asText()));
        return values;
    }
}
