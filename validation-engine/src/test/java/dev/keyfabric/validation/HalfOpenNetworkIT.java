package dev.keyfabric.validation;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;
import static dev.keyfabric.validation.Events.key;
import static dev.keyfabric.validation.Events.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.broker.TcpProxy;
import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.TokenSettings;
import dev.keyfabric.validation.view.ViewLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network between node and brokers that drops every packet and resets nothing, which no client is told of. The hand
 * that writes the topics has a way of its own. All times are real ones; none is asserted that a slow machine breaks.
 */
class HalfOpenNetworkIT {
    private static final String OWNER = "acme";
    private static final String BOUND_SERVICE = "bound";
    private static final Duration BOUND = Duration.ofSeconds(4);
    private static final Duration LENIENT = JudgeSettings.STALENESS_BOUND;

    private static TcpProxy proxy;
    private static TestFabric fabric;
    private static int tests;

    private final ApiKey secret = Events.apiKey();
    private final String id = Events.keyId(OWNER, "c" + tests++);
    private final int partition = Routing.partition(new KeyId(id), TestFabric.PARTITIONS);
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private ScheduledFuture<?> ticks;
    private boolean ticking;
    private ValidationEngine engine;

    @BeforeAll
    static void startFabric() {
        proxy = new TcpProxy();
        fabric = new TestFabric(EmbeddedBroker.startedBehind(proxy, Folders.fresh()));
        fabric.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        fabric.service(BOUND_SERVICE, service(BOUND_SERVICE, 1, s -> s.setStalenessBoundMs(BOUND.toMillis())));
    }

    @AfterAll
    static void stopFabric() {
        fabric.close();
        proxy.close();
    }

    @BeforeEach
    void tick() {
        give(1, KeyStatus.ACTIVE);
        setTicking(true);
        ticks = ticker.scheduleWithFixedDelay(this::tickOnce, 0, 500, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.heal();
        ticks.cancel(false);
        ticker.shutdown();
        assertThat(ticker.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        if (engine != null) {
            engine.close();
        }
    }

    private synchronized void setTicking(boolean ticks) {
        ticking = ticks;
    }

    private synchronized void tickOnce() {
        if (ticking) {
            fabric.tickAll();
        }
    }

    private long give(long version, KeyStatus status) {
        return fabric.put(
                Topic.KEYS,
                partition,
                id,
                key(id, OWNER, version, k -> k.setStatus(status).setSecrets(List.of(current(secret)))));
    }

    private void open(Duration stalenessBound) {
        engine = ValidationEngine.open(
                new EngineSettings(
                        "n" + tests,
                        Folders.fresh(),
                        // What a client that hears nothing waits before it connects again: Kafka's default is 30 s.
                        Map.of("bootstrap.servers", "127.0.0.1:" + proxy.port(), "request.timeout.ms", 5_000),
                        fabric.names,
                        new JudgeSettings(null, JudgeSettings.BOTH, stalenessBound, KeyPrefixes.DEFAULT),
                        Duration.ofMillis(500),
                        new ViewLimits(16, 0),
                        FollowerSettings.OUTDATED_AFTER,
                        EngineSettings.POSITION_WAIT,
                        EngineSettings.POSITION_WAITERS,
                        "test",
                        fabric.root.pin(),
                        TestLimits.SETTINGS,
                        new TokenSettings("test.domain", null, Duration.ZERO)),
                TimeSource.SYSTEM);
        awaitCode(BOUND_SERVICE, Code.VALID);
    }

    private Verdict ask(String service) {
        return engine.judge(question(service));
    }

    private Question question(String service) {
        return new Question(Credential.of(secret.reveal()), service, List.of(), null);
    }

    private void awaitCode(String service, Code code) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(ask(service).code()).isEqualTo(code));
    }

    /** When the news were made that the node has last heard: not before {@code from}, not after {@code to}. */
    private record LastNews(long from, long to) {}

    /** Lets the node hear all, and then nothing more; ticks go on. */
    private LastNews fallSilent() {
        setTicking(false);
        long from = System.currentTimeMillis();
        fabric.tickAll();
        long to = System.currentTimeMillis();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> engine.status().stalenessMs() <= System.currentTimeMillis() - from);
        proxy.silence();
        setTicking(true);
        return new LastNews(from, to);
    }

    private static void pollFor(Duration time, long since, Consumer<Long> check) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    long before = System.currentTimeMillis();
                    check.accept(before);
                    return before - since > time.toMillis();
                });
    }

    @Test
    void stalenessGrowsFromTheLastNewsOn() {
        open(LENIENT);
        LastNews last = fallSilent();

        pollFor(Duration.ofSeconds(2), last.to, before -> {
            long staleness = engine.status().stalenessMs();
            assertThat(staleness).isBetween(before - last.to, System.currentTimeMillis() - last.from);
        });
    }

    @Test
    void aBoundServiceIsToldStaleAtItsTimeAndNoOtherIs() {
        open(LENIENT);
        LastNews last = fallSilent();
        assertThat(ask(BOUND_SERVICE).code()).isEqualTo(Code.VALID);

        pollFor(BOUND.plusSeconds(2), last.to, before -> {
            Code code = ask(BOUND_SERVICE).code();
            long after = System.currentTimeMillis();
            if (code == Code.VALID) {
                assertThat(before).isLessThanOrEqualTo(last.to + BOUND.toMillis());
            } else {
                assertThat(code).isEqualTo(Code.STALE);
                assertThat(after).isGreaterThan(last.from + BOUND.toMillis());
            }
            assertThat(ask("other").code()).isEqualTo(Code.VALID);
        });
        assertThat(ask(BOUND_SERVICE).code()).isEqualTo(Code.STALE);
    }

    @Test
    void whatIsWrittenMeanwhileIsNotReachedAndIsOncePacketsFlow() {
        open(LENIENT);
        fallSilent();
        String before = ask("other").asOf().position();
        long offset = give(2, KeyStatus.SUSPENDED);
        Position suspended = new Position(Map.of(new PartitionId(Topic.KEYS, partition), offset));

        assertThat(engine.judge(question("other"), suspended).code()).isEqualTo(Code.STALE);
        assertThat(ask("other").code()).isEqualTo(Code.VALID);
        assertThat(ask("other").asOf().position()).isEqualTo(before).startsWith("keys.v1-" + partition + "@");

        proxy.heal();

        awaitCode("other", Code.SUSPENDED);
        assertThat(engine.judge(question("other"), suspended).code()).isEqualTo(Code.SUSPENDED);
    }

    @ParameterizedTest(name = "connections forgotten: {0}")
    @ValueSource(booleans = {false, true})
    void aNodePastItsOwnBoundComesBackWithoutARestart(boolean forgotten) {
        open(BOUND);
        fallSilent();
        awaitCode("other", Code.STALE);
        assertThat(engine.status().ready()).isFalse();

        if (forgotten) {
            proxy.healForgetting();
        } else {
            proxy.heal();
        }

        awaitCode("other", Code.VALID);
        assertThat(engine.status().stalenessMs()).isLessThan(BOUND.toMillis());
    }
}
