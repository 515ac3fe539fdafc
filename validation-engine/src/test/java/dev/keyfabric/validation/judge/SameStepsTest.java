package dev.keyfabric.validation.judge;

import static dev.keyfabric.validation.Events.AT;
import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.TestLimits;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.Subjects;
import dev.keyfabric.validation.view.ViewBench;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That time does not tell refused credentials apart: whatever is refused about a well-formed key, the same is read for it. */
class SameStepsTest {
    private static final String OWNER = "acme";
    private static final String ID = Events.keyId(OWNER, "c1");

    private final ViewBench bench = new ViewBench();
    private final ApiKey secret = Events.apiKey();
    private final List<String> steps = new ArrayList<>();
    private final Subjects recorded = (Subjects) Proxy.newProxyInstance(
            Subjects.class.getClassLoader(), new Class<?>[] {Subjects.class}, (proxy, method, arguments) -> {
                steps.add(method.getName());
                try {
                    return method.invoke(bench.view(), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    private final Judge judge = new Judge(
            recorded,
            () -> null,
            new ForwardClock(bench.time.source().wall(), () -> bench.view().brokerTime()),
            new JudgeSettings(null, JudgeSettings.BOTH, Duration.ofHours(24), KeyPrefixes.DEFAULT),
            TestLimits.NONE);
    private long version = 10;

    @BeforeEach
    void aGoodKey() {
        bench.tickAll();
        bench.consumer(OWNER, consumer(OWNER, 1, c -> {}));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void give(Consumer<KeyState.Builder> change) {
        bench.key(ID, key(ID, OWNER, ++version, k -> {
            k.setSecrets(List.of(current(secret)));
            change.accept(k);
        }));
    }

    private Map.Entry<Code, List<String>> stepsOf(ApiKey key) {
        steps.clear();
        Code code = judge.decide(
                        new Question(Credential.of(key.reveal()), "orders", List.of("orders:read"), "10.1.2.3"))
                .code();
        return Map.entry(code, List.copyOf(steps));
    }

    @Test
    void theSameIsReadForEveryKeyThatIsRefusedAsACredential() {
        Map<Code, List<String>> seen = new LinkedHashMap<>();
        List<Consumer<KeyState.Builder>> faults = List.of(
                k -> k.setStatus(KeyStatus.SUSPENDED),
                k -> k.setExpiresAt(AT.minusSeconds(1)),
                k -> k.setNotBefore(AT.plusSeconds(1)),
                k -> k.setSecrets(List.of(secret(secret, SecretStatus.RETIRED, null))));
        record(seen, stepsOf(Events.apiKey()));
        for (Consumer<KeyState.Builder> fault : faults) {
            give(fault);
            record(seen, stepsOf(secret));
        }
        give(k -> {});
        bench.consumer(OWNER, consumer(OWNER, 2, c -> c.setStatus(ConsumerStatus.SUSPENDED)));
        record(seen, stepsOf(secret));
        bench.consumer(OWNER, new byte[] {1});
        record(seen, stepsOf(secret));
        bench.consumer(OWNER, consumer(OWNER, 3, c -> {}));
        give(k -> k.setStatus(KeyStatus.REVOKED));
        record(seen, stepsOf(secret));
        assertThat(seen.keySet())
                .containsExactlyInAnyOrder(
                        Code.NOT_FOUND,
                        Code.SUSPENDED,
                        Code.EXPIRED,
                        Code.NOT_YET_VALID,
                        Code.SECRET_RETIRED,
                        Code.CONSUMER_SUSPENDED,
                        Code.UNREADABLE,
                        Code.REVOKED);
        assertThat(seen.values().stream().distinct()).hasSize(1);
        assertThat(seen.get(Code.NOT_FOUND))
                .contains("keysByHash", "key", "consumer")
                .doesNotContain("plan");
    }

    private static void record(Map<Code, List<String>> seen, Map.Entry<Code, List<String>> steps) {
        seen.put(steps.getKey(), steps.getValue());
    }

    @Test
    void aClockThatFailsIsNoGroundForAYes() {
        give(k -> {});
        assertThat(stepsOf(secret).getKey()).isEqualTo(Code.VALID);
        Judge failing = new Judge(
                bench.view(),
                () -> null,
                new ForwardClock(
                        () -> {
                            throw new IllegalStateException("clock");
                        },
                        () -> 0),
                new JudgeSettings(null, JudgeSettings.BOTH, Duration.ofHours(24), KeyPrefixes.DEFAULT),
                TestLimits.NONE);
        assertThat(failing.decide(new Question(Credential.of(secret.reveal()), "orders", List.of(), null))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
    }
}
