package dev.keyfabric.validation.rebuild;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.validation.EngineSettings;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.TestFabric;
import dev.keyfabric.validation.TestLimits;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.TokenSettings;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.RootRule;
import dev.keyfabric.validation.view.ViewLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Engines over one data folder, one after another, on a real broker. */
final class EngineBench implements AutoCloseable {
    static final String OWNER = "acme";

    Path data = Folders.fresh();
    int reserveMib;
    String nodeId = "n1";
    private RootPin pin;
    TestFabric fabric = new TestFabric();

    EngineBench() {
        pin = fabric.root.pin();
        begin();
    }

    /** Another bus, with nothing on it but the consumer; the node goes on believing the first one's root. */
    void anotherBus() {
        fabric.close();
        fabric = new TestFabric();
        begin();
    }

    private void begin() {
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.tickAll();
    }

    void give(String id, ApiKey secret, long version, KeyStatus status) {
        fabric.key(id, key(id, OWNER, version, k -> k.setStatus(status).setSecrets(List.of(current(secret)))));
    }

    /** A key that takes some space on a disk, incompressible. */
    void giveLarge(String id, SplittableRandom random) {
        byte[] filling = new byte[6_000];
        random.nextBytes(filling);
        String metadata = "{\"filling\":\"" + HexFormat.of().formatHex(filling) + "\"}";
        fabric.key(id, key(id, OWNER, 1, k -> k.setMetadata(metadata).setSecrets(List.of(current(Events.apiKey())))));
    }

    static String id(String command) {
        return Events.keyId(OWNER, command);
    }

    ValidationEngine open() {
        return ValidationEngine.open(
                new EngineSettings(
                        nodeId,
                        data,
                        fabric.client(),
                        fabric.names,
                        new JudgeSettings(null, JudgeSettings.BOTH, JudgeSettings.STALENESS_BOUND, KeyPrefixes.DEFAULT),
                        Duration.ofMillis(500),
                        new ViewLimits(16, reserveMib),
                        Duration.ofHours(1),
                        EngineSettings.POSITION_WAIT,
                        EngineSettings.POSITION_WAITERS,
                        "test",
                        pin,
                        TestLimits.SETTINGS,
                        new TokenSettings("test.domain", null, Duration.ZERO)),
                TimeSource.SYSTEM);
    }

    /** The view of the folder, while no engine has it. */
    FabricView view() {
        return FabricView.open(
                data.resolve("view"), new ViewLimits(16, 0), new RootRule(fabric.names, pin), TimeSource.SYSTEM);
    }

    static Code code(ValidationEngine engine, ApiKey secret) {
        return engine.judge(new Question(Credential.of(secret.reveal()), null, List.of(), null))
                .code();
    }

    static void awaitCode(ValidationEngine engine, ApiKey secret, Code code) {
        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(code(engine, secret)).isEqualTo(code));
    }

    @Override
    public void close() {
        fabric.close();
    }
}
