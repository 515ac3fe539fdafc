package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a value is, it denies its subject at most, is counted once, stops nothing, and a later good version heals it. */
class UnreadableTest {
    private static final int FRAME = 5;
    private static final int MIB = 1 << 20;
    private static final VerifyingKey PUBLIC =
            SigningKey.generate(new SecureRandom()).publicKey();
    private static final VerifyingKey OTHER =
            SigningKey.generate(new SecureRandom()).publicKey();

    private final ViewBench bench = new ViewBench();

    /** A kind of subject: two of it, and how a value of it is made. */
    private enum Kind {
        KEY(Topic.KEYS, Events.keyId("acme", "a"), Events.keyId("acme", "b")),
        CONSUMER(Topic.CONSUMERS, "acme", "globex"),
        PLAN(Topic.PLANS, "gold", "silver"),
        SERVICE(Topic.SERVICES, "orders", "payments"),
        SIGNING_KEY(Topic.SIGNING_KEYS, PUBLIC.kid(), OTHER.kid());

        final Topic topic;
        final String id;
        final String other;

        Kind(Topic topic, String id, String other) {
            this.topic = topic;
            this.id = id;
            this.other = other;
        }

        byte[] value(String of, long version, List<String> critical) {
            return switch (this) {
                case KEY -> Events.key(of, "acme", version, k -> k.setCritical(critical));
                case CONSUMER -> Events.consumer(of, version, c -> c.setCritical(critical));
                case PLAN -> Events.plan(of, version, p -> p.setCritical(critical));
                case SERVICE -> Events.service(of, version, s -> s.setCritical(critical));
                case SIGNING_KEY ->
                    Events.signingKey(
                            of.equals(PUBLIC.kid()) ? PUBLIC : OTHER, "node", version, k -> k.setCritical(critical));
            };
        }

        int home(String of) {
            return this == KEY
                    ? Routing.partition(new KeyId(of), ViewBench.PARTITIONS)
                    : Routing.partition(of, ViewBench.PARTITIONS);
        }

        Held<?> held(FabricView view, String of) {
            return switch (this) {
                case KEY -> view.key(of);
                case CONSUMER -> view.consumer(of);
                case PLAN -> view.plan(of);
                case SERVICE -> view.service(of);
                case SIGNING_KEY -> view.signingKey(of);
            };
        }
    }

    private static final Map<String, Function<Kind, byte[]>> FAULTS = faults();

    private static Map<String, Function<Kind, byte[]>> faults() {
        Map<String, Function<Kind, byte[]>> faults = new LinkedHashMap<>();
        faults.put("no byte", kind -> new byte[0]);
        faults.put("a frame cut short", kind -> Arrays.copyOf(good(kind), FRAME - 1));
        faults.put("a frame alone", kind -> Arrays.copyOf(good(kind), FRAME));
        faults.put("another first byte", kind -> with(good(kind), 0, 1));
        faults.put("an unknown schema id", kind -> with(good(kind), 1, 0x7f));
        faults.put("a schema id below zero", kind -> with(good(kind), 1, 0xff));
        faults.put("a value of another topic", kind -> good(kind == Kind.PLAN ? Kind.KEY : Kind.PLAN));
        faults.put("a tick", kind -> Events.tick(kind.topic, "t"));
        faults.put("Avro cut in half", kind -> Arrays.copyOf(good(kind), good(kind).length / 2));
        faults.put("Avro without its last byte", kind -> Arrays.copyOf(good(kind), good(kind).length - 1));
        faults.put("a byte too many", kind -> Arrays.copyOf(good(kind), good(kind).length + 1));
        faults.put("nothing but zeroes", kind -> frame(kind, new byte[100]));
        faults.put("nothing but ones", kind -> frame(kind, filled(100, 0xff)));
        faults.put("a text as long as an int can say", kind -> lie(kind, 0xfe, 0xff, 0xff, 0xff, 0x0f));
        faults.put("a text as long as a long can say", kind -> frame(kind, filled(9, 0xff)));
        faults.put("longer than a topic takes", kind -> Arrays.copyOf(good(kind), MIB + 1));
        faults.put("a MiB of brackets", kind -> frame(kind, filled(MIB - FRAME, '[')));
        faults.put("about another subject", kind -> kind.value(kind.other, 6, List.of()));
        faults.put("without a version", kind -> kind.value(kind.id, 0, List.of()));
        faults.put("a version below zero", kind -> kind.value(kind.id, -6, List.of()));
        faults.put("a restriction nobody knows", kind -> kind.value(kind.id, 6, List.of("only-on-sundays")));
        faults.put("200,000 restrictions", kind -> kind.value(kind.id, 6, Collections.nCopies(200_000, "x")));
        return faults;
    }

    static Stream<Arguments> faultsOfEachKind() {
        return Stream.of(Kind.values())
                .flatMap(kind -> FAULTS.keySet().stream().map(fault -> Arguments.of(kind, fault)));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faultsOfEachKind")
    void deniesItsSubjectAloneUntilALaterGoodVersion(Kind kind, String fault) {
        put(kind, kind.other, kind.value(kind.other, 5, List.of()));
        put(kind, kind.id, kind.value(kind.id, 5, List.of()));
        long next = next(kind);

        put(kind, kind.id, FAULTS.get(fault).apply(kind));

        assertThat(kind.held(bench.view(), kind.id).usable()).isNull();
        assertThat(kind.held(bench.view(), kind.other).usable()).isNotNull();
        assertThat(bench.count(Incident.UNREADABLE)).isEqualTo(1);
        assertThat(next(kind)).isEqualTo(next + 1);
        bench.reopen();
        assertThat(kind.held(bench.view(), kind.id).usable()).isNull();

        put(kind, kind.id, kind.value(kind.id, 7, List.of()));

        assertThat(kind.held(bench.view(), kind.id).usable()).isNotNull();
        assertThat(bench.view().facts().denied()).isZero();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faultsOfEachKind")
    void asItsFirstRecordDeniesTooAndIsHealedByTheFirstGoodOne(Kind kind, String fault) {
        put(kind, kind.id, FAULTS.get(fault).apply(kind));
        assertThat(kind.held(bench.view(), kind.id).usable()).isNull();

        put(kind, kind.id, kind.value(kind.id, 1, List.of()));

        assertThat(kind.held(bench.view(), kind.id).usable()).isNotNull();
    }

    private void put(Kind kind, String of, byte[] value) {
        bench.put(kind.topic, kind.home(of), of, value);
    }

    private long next(Kind kind) {
        return bench.view()
                .nextOffset(new PartitionId(kind.topic, kind.home(kind.id)))
                .orElseThrow();
    }

    private static byte[] good(Kind kind) {
        return kind.value(kind.id, 6, List.of());
    }

    private static byte[] with(byte[] value, int at, int octet) {
        value[at] = (byte) octet;
        return value;
    }

    private static byte[] filled(int length, int octet) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) octet);
        return bytes;
    }

    private static byte[] frame(Kind kind, byte[] body) {
        return ByteBuffer.allocate(FRAME + body.length)
                .put(good(kind), 0, FRAME)
                .put(body)
                .array();
    }

    /** The first text of a value, the actor, said to be longer than all that follows. */
    private static byte[] lie(Kind kind, int... length) {
        byte[] value = good(kind);
        byte[] actor = {10, 'a', 'd', 'm', 'i', 'n'};
        int at = 0;
        while (!Arrays.equals(value, at, at + actor.length, actor, 0, actor.length)) {
            at++;
        }
        ByteBuffer bytes = ByteBuffer.allocate(value.length - 1 + length.length).put(value, 0, at);
        Arrays.stream(length).forEach(octet -> bytes.put((byte) octet));
        return bytes.put(value, at + 1, value.length - at - 1).array();
    }
}
