package dev.keyfabric.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.registry.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A plaintext key stands in one answer and nowhere else: not on the bus, not on a disk, not in a log. */
class SecretsIT {
    private final Path folder = Registries.folder("secrets");

    @Test
    void noTopicNoFileNoLogAndNoLaterAnswerHoldsAPlaintextKey() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger own = (Logger) LoggerFactory.getLogger("dev.keyfabric");
        log.start();
        root.addAppender(log);
        own.setLevel(Level.TRACE);
        List<String> secrets = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try {
            use(secrets, answers);
        } finally {
            root.detachAppender(log);
            own.setLevel(null);
        }

        List<String> tails = secrets.stream()
                .map(key -> key.substring(key.lastIndexOf('_') + 1))
                .toList();
        assertThat(tails).hasSize(5).allSatisfy(tail -> assertThat(tail).hasSizeGreaterThanOrEqualTo(7));
        for (String tail : tails) {
            assertThat(answers).noneMatch(text -> text.contains(tail));
            assertThat(new ArrayList<>(log.list)).noneMatch(e -> text(e).contains(tail));
        }
        assertThat(filesHolding(secrets.get(0).substring(0, 7)))
                .as("the search finds what is there")
                .isNotEmpty();
        for (String tail : tails) {
            assertThat(filesHolding(tail)).isEmpty();
        }
    }

    private void use(List<String> secrets, List<String> answers) {
        Path data = folder.resolve("registry");
        try (EmbeddedBroker broker = EmbeddedBroker.started(folder.resolve("broker"));
                KeyRegistry registry = Registries.ready(Registries.settings(broker.bootstrapServers(), data))) {
            Api admin = Registries.admin(registry, data);
            admin.post("/v1/consumers", "{\"id\":\"c\",\"name\":\"C\"}");
            Answer issued = admin.post("/v1/keys", "{\"consumerId\":\"c\",\"name\":\"k\",\"environment\":\"live\"}");
            secrets.add(issued.at("/key"));
            String path = "/v1/keys/" + issued.at("/keyId");
            secrets.add(
                    admin.post(path + "/rotate", "{\"gracePeriod\":\"PT1H\"}").at("/key"));
            answers.add(admin.get(path).text());
            answers.add(admin.get("/v1/keys").text());
            answers.add(admin.get("/v1/commands/" + issued.header("Keyfabric-Command"))
                    .text());
            String pasted = "kf_live_" + "Zy9".repeat(12);
            secrets.add(pasted);
            answers.add(admin.post("/v1/keys/" + pasted + "/revoke", null).text());
            answers.add(admin.post("/v1/consumers", "{\"name\":\"a\",\"" + pasted + "\":1}")
                    .text());
            answers.add(admin.post("/v1/consumers", "{\"name\":\"a\",\"id\":\"" + pasted + "!\"}")
                    .text());
            answers.add(admin.get("/v1/keys?" + pasted + "=1").text());
            answers.add(admin.get("/v1/keys?status=" + pasted).text());
            answers.add(admin.get("/v1/consumers/" + pasted).text());
            answers.add(admin.get("/" + pasted).text());
            answers.add(admin.post("/v1/consumers", "{" + pasted).text());
            answers.add(admin.post(path + "/revoke", "{\"reason\":\"" + pasted + "\"}")
                    .text());
            enrol(admin, registry.url(), secrets, answers);
            answers.add(admin.get("/prometheus").text());
        }
    }

    /** An enrolment key is shown as a credential, and a private key is sent where its public half belongs. */
    private static void enrol(Api admin, String url, List<String> secrets, List<String> answers) {
        Enrolment enrolment = new Enrolment(url, admin);
        String credential = enrolment.keyForNode("node");
        SigningKey key = Enrolment.freshKey();
        String seed = "nWGxne9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2Ao";
        secrets.add(credential);
        secrets.add(seed);
        String nonce = enrolment.nonce(credential);
        String body = Enrolment.body(key, nonce, "");
        answers.add(enrolment
                .as(credential)
                .post("/v1/signing-keys", body.replaceFirst("\"kty\"", "\"d\":\"" + seed + "\",\"kty\""))
                .text());
        answers.add(enrolment.as(credential).post("/v1/signing-keys", body).text());
        answers.add(enrolment.as(credential).get("/v1/keys").text());
        answers.add(
                enrolment.as(credential + "x").post("/v1/signing-keys", body).text());
        answers.add(enrolment.enrol(credential, Enrolment.freshKey(), "").text());
        answers.add(admin.get("/v1/signing-keys").text());
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                        ? ""
                        : event.getThrowableProxy().getMessage());
    }

    /** Topics included: the broker keeps them under the same folder, uncompressed. */
    private List<Path> filesHolding(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> holding = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), US_ASCII).contains(text)) {
                    holding.add(file);
                }
            }
            return holding;
        }
    }
}
