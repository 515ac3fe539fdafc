package dev.keyfabric.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.cli.http.FakeRegistry;
import dev.keyfabric.cli.shell.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that a registry cannot be asked for: an answer that is lost, a program that is no registry. */
class LostAnswerTest {
    private static final String KEY = "{\"keyId\":\"key_1\",\"status\":\"REVOKED\"}";

    @TempDir
    private Path folder;

    private FakeRegistry registry;

    @BeforeEach
    void logIn() throws IOException {
        registry = new FakeRegistry();
        profile(registry.url());
    }

    private void profile(String url) throws IOException {
        Path file = folder.resolve("keyfabric/default.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"registry\":\"" + url + "\",\"token\":\"a.b.c\"}", UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameIdempotencyKey() {
        registry.answers(FakeRegistry.lost(), FakeRegistry.json(200, KEY));
        Run run = Run.of(folder, "", "key", "revoke", "key_1", "-o", "json", "--wait", "0");

        assertThat(run.status()).isZero();
        assertThat(run.json().path("status").asText()).isEqualTo("REVOKED");
        assertThat(registry.seen()).hasSize(2);
        assertThat(registry.seen().get(0))
                .startsWith("POST /v1/keys/key_1/revoke cli-")
                .isEqualTo(registry.seen().get(1));
        assertThat(run.err()).contains("asking again with the same idempotency key");
    }

    @Test
    void whatStaysUnknownIsSaidToBeSoWithTheLineThatAsksAgain() {
        registry.answers(FakeRegistry.lost());
        Run run = Run.of(folder, "", "key", "revoke", "key_1", "--reason", "leaked", "--comment", "it's out");

        assertThat(run.status()).isEqualTo(3);
        String key = registry.seen().get(0).replaceAll(".* ", "");
        assertThat(run.err())
                .contains("NOT KNOWN")
                .contains(
                        "keyfabric key revoke key_1 --reason leaked --comment 'it'\\''s out' --idempotency-key " + key);
    }

    @Test
    void anOutcomeThatTheRegistryItselfDoesNotKnowIsAskedForAgain() {
        registry.answers(
                FakeRegistry.json(503, "{\"status\":503,\"code\":\"OUTCOME_UNKNOWN\",\"title\":\"?\"}"),
                FakeRegistry.json(200, KEY));
        assertThat(Run.of(folder, "", "key", "suspend", "key_1", "--wait", "0").status())
                .isZero();
    }

    @Test
    void aWriterThatStaysAwayHasDoneNothing() {
        registry.answers(FakeRegistry.json(503, "{\"status\":503,\"code\":\"WRITER_UNAVAILABLE\",\"title\":\"?\"}"));
        Run run = Run.of(folder, "", "key", "suspend", "key_1");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).contains("nothing was done");
    }

    @Test
    void whereNobodyListensNothingWasSent() {
        String url = registry.url();
        registry.close();
        Run run = Run.of(folder, "", "key", "revoke", "key_1");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).contains("nobody answers at " + url, "nothing was sent");
    }

    @Test
    void aRefusalIsToldInWordsWithItsFields() {
        registry.answers(FakeRegistry.json(
                422,
                "{\"status\":422,\"code\":\"VALIDATION_FAILED\",\"title\":\"Invalid\",\"detail\":\"2 faults\",\"errors\":["
                        + "{\"field\":\"/name\",\"code\":\"TOO_LONG\",\"detail\":\"must have \\u001b[2J 200 characters at most\"},"
                        + "{\"field\":\"/scopes/0\",\"code\":\"X\",\"detail\":\"is no scope\"}]}"));
        Run run = Run.of(folder, "", "consumer", "register", "acme", "--name", "x".repeat(300));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "2 faults (422 VALIDATION_FAILED)",
                        "  name: must have \\u001b[2J 200",
                        "  scopes/0: is no scope")
                .doesNotContain("\u001b");
    }

    @Test
    void aTokenThatIsOverLeadsToTheLogin() {
        registry.answers(
                FakeRegistry.json(401, "{\"status\":401,\"code\":\"UNAUTHENTICATED\",\"title\":\"Unauthorized\"}"));
        Run run = Run.of(folder, "", "fleet");
        assertThat(run.status()).isEqualTo(5);
        assertThat(run.err()).contains("keyfabric login");
    }

    @Test
    void whatIsNoRegistryIsNotTakenForOne() {
        registry.answers(FakeRegistry.json(500, "<html>\u001b[2J</html>"));
        Run run = Run.of(folder, "", "fleet");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("not as a registry does").doesNotContain("\u001b");
    }

    @Test
    void namesFromTheServerReachNoTerminalAsTheyAre() {
        registry.answers(
                FakeRegistry.json(
                        200,
                        "{\"items\":[{\"consumerId\":\"a\",\"name\":\"\\u001b]0;owned\\u0007\\u009b31m\\u202Egpj.exe\",\"status\":\"ACTIVE\"},"
                                + "{\"consumerId\":\"b\",\"name\":\"" + "😀".repeat(200)
                                + "\",\"status\":\"SUSPENDED\"},"
                                + "{\"consumerId\":\"c\",\"name\":\"<script>שלום</script>\",\"status\":\"DELETED\"}],\"nextCursor\":null}"));
        Run table = Run.of(
                folder,
                "",
                InstantSource.fixed(Run.NOW),
                new Terminal(true, true, true, 80, false),
                "consumer",
                "list");
        assertThat(table.status()).isZero();
        assertThat(table.out())
                .contains("\\u001b]0;owned\\u0007", "<script>שלום</script>", "…")
                .doesNotContain("\u001b", "\u009b", "\u202e");
        Run json = Run.of(folder, "", "consumer", "list", "-o", "json");
        assertThat(json.out()).doesNotContain("\u001b", "\u009b", "\u202e");
        assertThat(json.json().at("/items/0/name").asText()).isEqualTo("\u001b]0;owned\u0007\u009b31m\u202egpj.exe");
    }

    @Test
    void aWatchAsksAgainAndAHistoryAddsOnlyWhatIsNew() {
        String old =
                "{\"at\":\"2026-11-29T11:00:00Z\",\"subject\":\"key_1\",\"type\":\"KEY_ISSUED\",\"position\":\"p@1\"}";
        String fresh =
                "{\"at\":\"2026-11-29T11:00:01Z\",\"subject\":\"key_1\",\"type\":\"KEY_REVOKED\",\"position\":\"p@2\"}";
        registry.answers(
                FakeRegistry.json(200, "{\"items\":[" + old + "],\"nextCursor\":null}"),
                FakeRegistry.json(200, "{\"items\":[" + fresh + "," + old + "],\"nextCursor\":null}"),
                FakeRegistry.json(401, "{\"status\":401,\"code\":\"UNAUTHENTICATED\",\"title\":\"Unauthorized\"}"));
        Run run = Run.of(folder, "", "history", "--watch");

        assertThat(run.status()).isEqualTo(5);
        assertThat(registry.seen()).hasSize(3);
        assertThat(run.out()).containsOnlyOnce("KEY_ISSUED").containsOnlyOnce("KEY_REVOKED");
    }

    @Test
    void everyPageOfAListIsReadWhenAllAreAskedFor() {
        registry.answers(
                FakeRegistry.json(200, "{\"items\":[{\"planId\":\"a\"}],\"nextCursor\":\"n&=1\"}"),
                FakeRegistry.json(200, "{\"items\":[{\"planId\":\"b\"}],\"nextCursor\":null}"));
        Run run = Run.of(folder, "", "plan", "list", "--all", "-o", "json");

        assertThat(run.json().path("items").findValuesAsText("planId")).containsExactly("a", "b");
        assertThat(registry.seen().get(1)).contains("cursor=n%26%3D1");
    }

    @Test
    void anIdCannotLeaveItsPlaceInTheAddress() {
        registry.answers(FakeRegistry.json(404, "{\"status\":404,\"code\":\"NOT_FOUND\",\"title\":\"Not found\"}"));
        assertThat(Run.of(folder, "", "key", "show", "../consumers/a?x#y").status())
                .isEqualTo(1);
        assertThat(Run.of(folder, "", "key", "show", "..").status()).isEqualTo(1);
        assertThat(registry.seen().get(0)).startsWith("GET /v1/keys/..%2Fconsumers%2Fa%3Fx%23y ");
        assertThat(registry.seen().get(1)).startsWith("GET /v1/keys/%2E%2E ");
    }

    @Test
    void withoutAKeyOfOnesOwnNothingGoesToTheBus() {
        Run run = Run.of(folder, "", "publish", "suspend-key", "key_1", "--bootstrap-server", "127.0.0.1:1");
        assertThat(run.status()).isEqualTo(5);
        assertThat(run.err()).contains("keyfabric login");
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        registry.answers(FakeRegistry.json(
                200, "{\"items\":[{\"consumerId\":\"a\",\"name\":\"A\",\"status\":\"ACTIVE\"}],\"nextCursor\":null}"));
        Terminal coloured = new Terminal(true, true, true, 80, true);
        assertThat(Run.of(folder, "", InstantSource.fixed(Run.NOW), coloured, "consumer", "list")
                        .out())
                .contains("\u001b[32mACTIVE");
        assertThat(Terminal.from(Map.of("KEYFABRIC_TTY", "012", "TERM", "xterm", "NO_COLOR", "1"))
                        .color())
                .isFalse();
        assertThat(Terminal.from(Map.of("KEYFABRIC_TTY", "012", "TERM", "xterm"))
                        .color())
                .isTrue();
    }

    @Test
    void aSecretThatHasNowhereToGoIsNeverMade() throws IOException {
        Path taken = folder.resolve("taken");
        Files.writeString(taken, "mine");
        registry.answers(FakeRegistry.json(201, "{\"keyId\":\"key_1\",\"key\":\"kf_live_x\"}"));
        Run refused =
                Run.of(folder, "", "key", "issue", "--consumer", "a", "--name", "n", "--secret-file", taken.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(registry.seen()).isEmpty();
        assertThat(taken).hasContent("mine");

        Path fresh = folder.resolve("fresh");
        Run issued =
                Run.of(folder, "", "key", "issue", "--consumer", "a", "--name", "n", "--secret-file", fresh.toString());
        assertThat(issued.status()).isZero();
        assertThat(issued.out() + issued.err()).doesNotContain("kf_live_x");
        assertThat(fresh).hasContent("kf_live_x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfLoginsThatOthersMayReadIsNotUsed() throws IOException {
        Path file = folder.resolve("keyfabric/default.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Run run = Run.of(folder, "", "fleet");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("chmod 600");
    }

    @Test
    void aTokenIsNotSentToAnotherMachineInTheClear() throws IOException {
        profile("http://registry.example");
        Run run = Run.of(folder, "", "fleet");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("https://");
    }

    @Test
    void tenMegabytesOnStandardInputAreRefusedInWords() {
        Run run = Run.of(folder, "x".repeat(10_000_000), "plan", "define", "gold", "--file", "-");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("1 MiB").hasSizeLessThan(500);
        assertThat(registry.seen()).isEmpty();
    }
}
