package dev.keyfabric.validation.embedded;

import static java.util.Objects.requireNonNull;

import dev.keyfabric.context.enrol.OwnKeyStatus;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.Identity;
import dev.keyfabric.validation.NodeStatus;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.credential.Credentials;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.settings.NodeSetting;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.settings.SettingsException;
import dev.keyfabric.validation.signing.NodeSigning;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.Minting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A validator inside an application's own process: a full member of the fleet, whose positions receipts wait for. Safe
 * for many threads. {@link #judge(Question)} waits for nothing and never throws.
 */
public final class EmbeddedValidator implements AutoCloseable {
    /** The data folders in use in this process: a second view on one is a mistake that deserves its own words. */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    static final String DOOR = "embedded";
    private static final Duration LOOKS_EVERY = Duration.ofMillis(10);

    private final NodeSettings settings;
    private final TimeSource time;
    private final ValidationEngine engine;
    private final NodeSigning signing;
    private final Path folder;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Code, LongAdder> verdicts = new EnumMap<>(Code.class);

    private EmbeddedValidator(
            NodeSettings settings, TimeSource time, ValidationEngine engine, NodeSigning signing, Path folder) {
        this.settings = settings;
        this.time = time;
        this.engine = engine;
        this.signing = signing;
        this.folder = folder;
        for (Code code : Code.values()) {
            verdicts.put(code, new LongAdder());
        }
    }

    static EmbeddedValidator start(NodeSettings settings, TimeSource time) {
        Path folder = settings.engine().folder().toAbsolutePath().normalize();
        if (!IN_USE.add(folder)) {
            throw new SettingsException(List.of(NodeSetting.DATA.key() + " is in use: this process has a validator on "
                    + folder + " already; use that one, or close it first"));
        }
        try {
            ValidationEngine engine = ValidationEngine.open(settings.engine(), time);
            try {
                return new EmbeddedValidator(
                        settings, time, engine, NodeSigning.start(settings.enrolment(), engine), folder);
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (RuntimeException e) {
            IN_USE.remove(folder);
            throw e;
        }
    }

    /** The verdict now; a refusal is told to the fabric. After {@link #close()} it is {@code NOT_READY}. */
    public Verdict judge(Question question) {
        return told(engine.judge(question), question.clientIp());
    }

    /**
     * The verdict once the view has applied a position, such as a receipt's; STALE when it has not within
     * {@code keyfabric.position.wait}.
     */
    public Verdict judge(Question question, Position position) {
        return told(engine.judge(question, position), question.clientIp());
    }

    /** The refusal of a caller that knows already why it refuses; a node that cannot judge at all says so first. */
    public Verdict refuse(Code code) {
        return told(engine.refuse(code), null);
    }

    /** How many verdicts of a code it has given. */
    public long verdicts(Code code) {
        return requireNonNull(verdicts.get(code)).sum();
    }

    private Verdict told(Verdict verdict, @Nullable String clientIp) {
        requireNonNull(verdicts.get(verdict.code())).increment();
        engine.told(DOOR, verdict, clientIp);
        return verdict;
    }

    /**
     * What a request showed, by {@code keyfabric.credentials}; for a question about it.
     *
     * @param headers the lines of a header by its name, empty where there is none
     */
    public Credential credential(Function<String, List<String>> headers) {
        return Credentials.of(settings.credentials(), headers.apply("Authorization"), headers.apply("X-API-Key"));
    }

    /**
     * The address that a request came from, by {@code keyfabric.trusted-proxies} and {@code keyfabric.client-ip.header};
     * null when it is not known, as without those settings.
     *
     * @param peer the connection's own address; null = not known
     * @param headers as for {@link #credential}
     */
    public @Nullable String clientIp(@Nullable String peer, Function<String, List<String>> headers) {
        return settings.clientAddress().of(peer, headers);
    }

    /** A Txn-Token for a question that was answered with yes: the evidence of stamps. Never throws. */
    public Minting token(Verdict.Valid verdict, Question question) {
        return engine.identity().token(verdict, question);
    }

    /** {@code keyfabric.service}, the audience of questions that name none; empty when not set. */
    public Optional<String> service() {
        return Optional.ofNullable(settings.service());
    }

    /** {@code keyfabric.trust-domain}. */
    public String trustDomain() {
        return settings.engine().tokens().trustDomain();
    }

    /** The library's ports over this view: trusted keys, key states, policies of topics. */
    public Identity identity() {
        return engine.identity();
    }

    /** How things stand with its signing key; empty when it is to have none. */
    public Optional<OwnKeyStatus> signing() {
        return signing.status();
    }

    public NodeStatus status() {
        return engine.status();
    }

    /** The engine inside. */
    public ValidationEngine engine() {
        return engine;
    }

    /**
     * Whether it was ready within a time: it has a view, and has caught up with the topics or found no broker. False also
     * when it is closed meanwhile.
     */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        long start = time.nanos().getAsLong();
        while (!status().ready()) {
            if (closed.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                    || time.nanos().getAsLong() - start >= atMost.toNanos()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Leaves the fleet where a broker is at hand, so that no receipt waits for it, and lets the folder go. A second time
     * does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        try {
            engine.close();
        } finally {
            // After the engine, whose last word is signed.
            signing.close();
            IN_USE.remove(folder);
        }
    }
}
