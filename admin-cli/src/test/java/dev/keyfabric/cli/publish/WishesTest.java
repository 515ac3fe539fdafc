package dev.keyfabric.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishesTest {
    private static final String KEY = "key_000" + "A".repeat(20);

    @Test
    void aServiceIsDefinedByOptionsWithTheDefaultsOfTheRegistry() {
        Command wish = Wishes.of(
                "",
                "define-service",
                "billing",
                "--name",
                "Billing",
                "--scope",
                "bill:*",
                "--calls",
                "ledger",
                "--staleness-bound",
                "12h");
        assertThat(wish.getSubject()).isEqualTo("billing");
        assertThat(wish.getRouting()).isEqualTo("billing");
        assertThat(wish.getService())
                .isEqualTo(new ServiceDraft(
                        "Billing",
                        List.of("ledger"),
                        List.of("bill:*"),
                        List.of(),
                        12 * 3_600_000L,
                        List.of(),
                        false,
                        false));
    }

    @Test
    void aServiceIsDefinedByTheFileThatTheRegistryTakes() {
        Command wish = Wishes.of("""
                {"name": "Orders", "explain": true,
                 "routes": [{"id": "read", "scopes": ["orders:read"]}, {"id": "open", "audience": "shop", "token": false}],
                 "stampPolicies": [{"topic": "orders.v1"},
                                   {"topic": "audit.v1", "profile": "evidence", "time": "create", "maxDelay": "PT1M",
                                    "allowedProducers": ["shop"], "onRevoked": "accept", "tombstones": "stamped",
                                    "exchange": true}]}
                """, "define-service", "orders", "--file", "-", "--name", "Orders again");
        ServiceDraft service = wish.getService();
        assertThat(service.getName()).isEqualTo("Orders again");
        assertThat(service.getExplain()).isTrue();
        assertThat(service.getRoutes())
                .containsExactly(
                        new Route("read", null, List.of("orders:read"), true),
                        new Route("open", "shop", List.of(), false));
        assertThat(service.getStampPolicies())
                .containsExactly(
                        new StampPolicy(
                                "orders.v1",
                                StampProfile.SIGNED,
                                StampTime.APPEND,
                                300L,
                                List.of(),
                                OnRevoked.REJECT_COMPROMISED,
                                StampedTombstones.REFUSED,
                                false),
                        new StampPolicy(
                                "audit.v1",
                                StampProfile.EVIDENCE,
                                StampTime.CREATE,
                                60L,
                                List.of("shop"),
                                OnRevoked.ACCEPT,
                                StampedTombstones.STAMPED,
                                true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | name must be given
            {"name":1}                                                  | name must be a text
            {"name":"n","rotues":[]}                                    | rotues is not a member of such a definition
            {"name":"n","routes":[{"id":"r"},{"id":"s","scopes":[1]}]}  | routes/1/scopes must be an array of texts
            {"name":"n","routes":["r"]}                                 | routes/0 must be an object
            {"name":"n","routes":[{"id":"r","token":"no"}]}             | routes/0/token must be true or false
            {"name":"n","stalenessBound":"12h"}                         | stalenessBound must be a duration
            {"name":"n","stalenessBound":"PT9999999999999H"}            | stalenessBound must be a duration
            {"name":"n","stampPolicies":[{"topic":"t","maxDelay":"PT1.5S"}]} | stampPolicies/0/maxDelay must be whole seconds
            {"name":"n","stampPolicies":[{"topic":"t","time":"unknown"}]}  | stampPolicies/0/time must be one of append, create
            """)
    void aDefinitionThatCannotBeReadIsRefusedByTheMemberThatIsWrong(String file, String words) {
        assertThatThrownBy(() -> Wishes.of(file, "define-service", "orders", "--file", "-"))
                .isInstanceOf(CliException.class)
                .extracting(fault -> ((CliException) fault).words())
                .asString()
                .contains(words);
    }

    @Test
    void aChangeOfAKeyCarriesWhatIsGivenAndNothingElse() {
        Command wish = Wishes.of(
                "",
                "update-key",
                KEY,
                "--name",
                "second",
                "--scope",
                "",
                "--no-not-before",
                "--expires-at",
                "2027-01-31",
                "--rate-limit",
                "burst:20/1s",
                "--metadata",
                "tier=gold");
        assertThat(wish.getSubject()).isEqualTo(KEY);
        assertThat(wish.getKey())
                .isEqualTo(KeyDraft.newBuilder()
                        .setName("second")
                        .setScopes(List.of())
                        .setExpiresAt(Instant.parse("2027-01-31T00:00:00Z"))
                        .setRateLimits(List.of(new RateLimit("burst", 20L, 1L)))
                        .setMetadata("{\"tier\":\"gold\"}")
                        .setClears(List.of("notBefore"))
                        .build());
    }

    @Test
    void aChangeOfAConsumerCarriesWhatIsGivenAndNothingElse() {
        Command wish = Wishes.of("", "update-consumer", "acme", "--name", "Acme Ltd", "--no-plan");
        assertThat(wish.getSubject()).isEqualTo("acme");
        assertThat(wish.getRouting()).isEqualTo("acme");
        assertThat(wish.getConsumer())
                .isEqualTo(ConsumerDraft.newBuilder()
                        .setName("Acme Ltd")
                        .setClears(List.of("plan"))
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"update-key, key_1", "update-consumer, acme"})
    void aChangeThatChangesNothingIsNotSent(String command, String id) {
        assertThatThrownBy(() -> Wishes.of("", command, id))
                .isInstanceOf(CliException.class)
                .extracting(fault -> ((CliException) fault).words())
                .isEqualTo("nothing is given that shall change");
    }

    @Test
    void aKeyIsIssuedWithAllThatTheRegistryTakesForIt() {
        KeyDraft key = Wishes.of(
                        "",
                        "issue-key",
                        "--consumer",
                        "acme",
                        "--name",
                        "checkout",
                        "--environment",
                        "test",
                        "--not-before",
                        "2027-01-01",
                        "--ip",
                        "10.0.0.0/8")
                .getKey();
        assertThat(key)
                .isEqualTo(KeyDraft.newBuilder()
                        .setName("checkout")
                        .setEnvironment(Environment.TEST)
                        .setIpAllowlist(List.of("10.0.0.0/8"))
                        .setNotBefore(Instant.parse("2027-01-01T00:00:00Z"))
                        .build());
    }
}
