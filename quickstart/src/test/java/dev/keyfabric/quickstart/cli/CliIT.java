package dev.keyfabric.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.quickstart.Fabric;
import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.quickstart.story.ValidatorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a whole fabric. */
class CliIT {
    @TempDir
    private static Path folder;

    private static Fabric fabric;
    private static Cli cli;

    @BeforeAll
    static void startAndLogIn() {
        fabric = Fabric.start(FreePorts.settings(folder.resolve("data"), 2), part -> {});
        for (int i = 0; i < 2; i++) {
            ValidatorClient validator = new ValidatorClient("validator-" + (i + 1), fabric.validatorUrl(i));
            Until.equal(true, validator::isReady, Duration.ofMinutes(2), validator.name() + " ready");
        }
        cli = new Cli(folder.resolve("config"));
        cli.withInput(
                        fabric.adminPassword() + "\n",
                        "login",
                        "--registry",
                        fabric.registryUrl(),
                        "--password-stdin",
                        "--bootstrap-server",
                        fabric.broker().bootstrapServers())
                .as(0);
    }

    @AfterAll
    static void stop() {
        if (fabric != null) {
            fabric.close();
        }
    }

    @Test
    void aLoginIsKeptWhereOthersCannotReadItAndSaysWhoOneIs() throws IOException {
        for (String file : List.of("default.json", "default.key")) {
            Path kept = folder.resolve("config/keyfabric").resolve(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        JsonNode who = cli.json("whoami");
        assertThat(who.path("actor").asText()).isEqualTo("dev:admin");
        assertThat(who.path("loggedIn").asBoolean()).isTrue();
        assertThat(who.path("keyEndsAt").isTextual()).isTrue();
    }

    @Test
    void aSecondLoginKeepsTheKeyThatIsGoodAndALogoutRetiresIt() {
        Cli other = new Cli(folder.resolve("other"));
        String[] login = {"login", "--registry", fabric.registryUrl(), "--password-stdin", "-p", "second"};
        other.withInput(fabric.adminPassword(), login).as(0);
        JsonNode before = other.json("whoami", "-p", "second");
        other.withInput(fabric.adminPassword(), login).as(0);
        assertThat(other.json("whoami", "-p", "second").path("keyEndsAt")).isEqualTo(before.path("keyEndsAt"));

        other.run("logout", "-p", "second").as(0);
        assertThat(folder.resolve("other/keyfabric/second.key")).doesNotExist();
        other.run("fleet", "-p", "second").as(5);
    }

    @Test
    void aWrongPasswordIsNoLogin() {
        Cli other = new Cli(folder.resolve("stranger"));
        Cli.Said said = other.withInput("wrong", "login", "--registry", fabric.registryUrl(), "--password-stdin")
                .as(5);
        assertThat(said.err()).contains("401");
        assertThat(folder.resolve("stranger/keyfabric/default.json")).doesNotExist();
    }

    @Test
    void theLifeOfAKeyFromItsPlanToItsFinalReceipt() throws IOException {
        cli.json(
                "plan",
                "define",
                "gold",
                "--name",
                "Gold",
                "--rate-limit",
                "burst:20/1s",
                "--quota",
                "monthly:1000/month");
        assertThat(cli.json("plan", "show", "gold")
                        .at("/rateLimits/0/windowSeconds")
                        .asInt())
                .isEqualTo(1);
        cli.json("service", "define", "billing", "--name", "Billing", "--scope", "bill:*");
        cli.json("consumer", "register", "acme", "--name", "Acme", "--plan", "gold", "--metadata", "tier=gold");
        assertThat(cli.json("consumer", "update", "acme", "--name", "Acme Ltd")
                        .path("name")
                        .asText())
                .isEqualTo("Acme Ltd");

        Path secret = folder.resolve("acme.key");
        JsonNode issued = cli.json(
                "key",
                "issue",
                "--consumer",
                "acme",
                "--name",
                "checkout",
                "--audience",
                "billing",
                "--scope",
                "bill:read",
                "--expires-in",
                "90d",
                "--secret-file",
                secret.toString(),
                "--wait",
                "20");
        assertThat(issued.has("key")).isFalse();
        assertThat(issued.at("/receipt/final").asBoolean()).isTrue();
        String id = issued.path("keyId").asText();
        assertThat(verdict(secret)).isEqualTo("VALID");
        assertThat(cli.json("key", "list", "--consumer", "acme").path("items")).hasSize(1);
        assertThat(cli.run("key", "list", "--consumer", "acme").as(0).out()).contains(id, "checkout", "ACTIVE");

        JsonNode rotated = cli.json("key", "rotate", id, "--grace", "1h", "--wait", "20");
        Path second = Files.writeString(
                folder.resolve("second.key"), rotated.path("key").asText());
        assertThat(verdict(secret)).isEqualTo("VALID");
        assertThat(verdict(second)).isEqualTo("VALID");

        cli.json("key", "suspend", id);
        assertThat(verdict(second)).isEqualTo("SUSPENDED");
        JsonNode why = cli.run("key", "explain", id, "-o", "json").as(1).json();
        assertThat(why.path("code").asText()).isEqualTo("SUSPENDED");
        assertThat(why.path("history")).isNotEmpty();
        cli.json("key", "reinstate", id, "--wait", "20");
        assertThat(cli.json("key", "explain", id).path("code").asText()).isEqualTo("NOTHING_AGAINST_IT");

        Cli.Said revoked = cli.run("key", "revoke", id, "--reason", "leaked").as(0);
        assertThat(revoked.out()).contains("REVOKED", "leaked");
        assertThat(revoked.err())
                .contains("validator-1  confirmed within", "validator-2  confirmed within")
                .contains("final: confirmed by 2 of 2 validators");
        assertThat(verdict(second)).isEqualTo("REVOKED");
        assertThat(cli.json("key", "revoke", id).at("/receipt/final").asBoolean())
                .isTrue();

        assertThat(cli.json("history", "--subject", id).path("items").findValuesAsText("type"))
                .contains("KEY_ISSUED", "KEY_ROTATED", "KEY_SUSPENDED", "KEY_REINSTATED", "KEY_REVOKED");
        cli.run("key", "show", "key_000" + "A".repeat(20)).as(1);
    }

    @Test
    void aRepeatedIdempotencyKeyIssuesOneKey() {
        cli.json("consumer", "register", "twice", "--name", "Twice");
        String[] line = {"key", "issue", "--consumer", "twice", "--name", "n", "--idempotency-key", "once"};
        assertThat(cli.json(line).path("keyId")).isEqualTo(cli.json(line).path("keyId"));
        assertThat(cli.json("key", "list", "--consumer", "twice").path("items")).hasSize(1);
        JsonNode command = cli.json("command", CommandId.derive("dev:admin", "once"));
        assertThat(command.path("type").asText()).isEqualTo("issue_key");
    }

    @Test
    void theFleetIsShownWithTheAgeOfEachView() {
        assertThat(cli.json("fleet").path("items").findValuesAsText("node")).contains("validator-1", "validator-2");
        assertThat(cli.run("fleet").as(0).out()).contains("validator-1", "VIEW AGE");
    }

    @Test
    void faultsAreToldWithTheirFields() {
        Cli.Said said = cli.run("key", "issue", "--consumer", "acme", "--name", "x".repeat(201), "--scope", "NO SCOPE")
                .as(1);
        assertThat(said.err()).contains("VALIDATION_FAILED", "name: ", "scopes/0: ");
    }

    @Test
    void namesOfEveryKindComeBackAsTheyWereAndHarmNoTerminal() {
        List<String> names = List.of(
                "<script>alert('x')</script>",
                "שלום עולם",
                "مرحبا",
                "👩‍🚀🚀",
                "日本語".repeat(66),
                "$(reboot) `id` ' \"");
        int i = 0;
        for (String name : names) {
            String id = "named-" + i++;
            assertThat(cli.json("consumer", "register", id, "--name", name)
                            .path("name")
                            .asText())
                    .isEqualTo(name);
            assertThat(cli.run("consumer", "show", id).as(0).out()).contains(name);
        }
        cli.run("consumer", "register", "evil", "--name", "a\u001b[2Jb").as(1);
        assertThat(cli.run("consumer", "list", "--all").as(0).out()).doesNotContain("\u001b");
    }

    @Test
    void theBusTakesCommandsOfThePersonAlone() throws IOException {
        cli.json("publish", "register-consumer", "by-bus", "--name", "By bus");
        Path secret = folder.resolve("by-bus.key");
        JsonNode issued = cli.json(
                "publish",
                "issue-key",
                "--consumer",
                "by-bus",
                "--name",
                "made here",
                "--secret-file",
                secret.toString());
        String id = issued.path("keyId").asText();
        assertThat(issued.has("key")).isFalse();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(verdict(secret)).isEqualTo("VALID"));

        String command = "ab".repeat(32);
        cli.json("publish", "revoke-key", id, "--reason", "leaked", "--command-id", command);
        cli.json("publish", "revoke-key", id, "--reason", "leaked", "--command-id", command);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(verdict(secret)).isEqualTo("REVOKED"));
        JsonNode events = cli.json("history", "--subject", id).path("items");
        assertThat(events.findValuesAsText("actor")).containsOnly("dev:admin");
        assertThat(events.findValuesAsText("door")).containsOnly("CLI");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> cli.run("receipt", command).as(0));

        Cli.Said refused = cli.run("publish", "suspend-key", id).as(1);
        assertThat(refused.err()).contains("ILLEGAL_TRANSITION");
    }

    @Test
    void theBusTakesDefinitionsAndChangesToo() {
        cli.withInput(
                        "{\"name\":\"Ledger\",\"scopes\":[\"ledger:read\"],\"routes\":[{\"id\":\"read\",\"scopes\":[\"ledger:read\"]}]}",
                        "publish",
                        "define-service",
                        "ledger",
                        "--file",
                        "-")
                .as(0);
        cli.json("publish", "register-consumer", "changed", "--name", "Before");
        cli.json("publish", "update-consumer", "changed", "--name", "After", "--metadata", "tier=gold");
        String id = cli.json(
                        "publish",
                        "issue-key",
                        "--consumer",
                        "changed",
                        "--name",
                        "before",
                        "--rate-limit",
                        "burst:20/1s",
                        "--expires-at",
                        "2100-01-01")
                .path("keyId")
                .asText();
        cli.json("publish", "update-key", id, "--name", "after", "--scope", "ledger:read", "--no-expiry");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode service = cli.json("service", "show", "ledger");
            assertThat(service.at("/routes/0/id").asText()).isEqualTo("read");
            JsonNode consumer = cli.json("consumer", "show", "changed");
            assertThat(consumer.path("name").asText()).isEqualTo("After");
            assertThat(consumer.at("/metadata/tier").asText()).isEqualTo("gold");
            JsonNode key = cli.json("key", "show", id);
            assertThat(key.path("name").asText()).isEqualTo("after");
            assertThat(key.at("/scopes/0").asText()).isEqualTo("ledger:read");
            assertThat(key.at("/rateLimits/0/quota").asLong()).isEqualTo(20);
            assertThat(key.path("expiresAt").isNull()).isTrue();
        });
    }

    @Test
    void theDoctorFindsThisFabricInOrderAndNamesWhatIsOpen() {
        // A node that has just started has to enrol its key first.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> cli.run("doctor", "--development").as(0));
        JsonNode checks = cli.json("doctor", "--development").path("items");
        assertThat(checks.findValuesAsText("level")).doesNotContain("fault").contains("warning");
        assertThat(checks.findValuesAsText("area"))
                .contains("registry", "clock", "nodes", "brokers", "topics", "rights");
        Cli.Said strict = cli.run("doctor").as(1);
        assertThat(strict.out()).contains("keyfabric.keys.v1-0 has 1 replicas, at least 3 are needed");

        Cli.Said lost = cli.run("doctor", "--topic-prefix", "nowhere.").as(1);
        assertThat(lost.out()).contains("nowhere.keys.v1 is not there");
    }

    private static String verdict(Path secret) {
        Cli.Said said = cli.run(
                "key",
                "explain",
                "--validator",
                fabric.validatorUrl(0),
                "--key-file",
                secret.toString(),
                "--audience",
                "billing",
                "-o",
                "json");
        assertThat(said.out()).as(said.err()).isNotEmpty();
        return said.json().path("code").asText();
    }
}
