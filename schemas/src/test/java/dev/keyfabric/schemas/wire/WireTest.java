package dev.keyfabric.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.Seeded;
import dev.keyfabric.schemas.event.ConsumerEvent;
import dev.keyfabric.schemas.event.Digest;
import dev.keyfabric.schemas.event.KeyEvent;
import dev.keyfabric.schemas.event.NodePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    static Collection<ShippedSchema> shipped() {
        return ShippedSchemas.all();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyValueReadsBack(ShippedSchema schema) {
        SplittableRandom random = Seeded.random();
        Class<? extends SpecificRecordBase> type = typeOf(schema);
        boolean newest =
                schema.id() == ShippedSchemas.newestIdOf(schema.schema().getFullName());
        for (int i = 0; i < 2_000; i++) {
            byte[] written = RandomValues.framed(schema, random);
            SpecificRecordBase value = Wire.decode(written, type);
            byte[] again = Wire.encode(value);
            if (newest) {
                assertThat(again).as(Seeded.howToRepeat()).hasSameSizeAs(written);
            }
            assertThat(Wire.decode(again, type)).as(Seeded.howToRepeat()).isEqualTo(value);
        }
    }

    @Test
    void aValueBeginsWithZeroAndItsSchemaId() {
        byte[] bytes = Wire.encode(Samples.consumerEvent());
        assertThat(bytes).startsWith(0, 0, 0, 0, 2);
        assertThat(Wire.encode(Samples.nodePosition())).startsWith(0, 0, 0, 0, 14);
    }

    @Test
    void whatIsNotTheValueAskedForIsUnreadable() {
        byte[] good = Wire.encode(Samples.keyEvent());
        unreadable(null, "no value");
        unreadable(new byte[0], "no schema id in front");
        unreadable(new byte[] {0, 0, 0, 1}, "no schema id in front");
        unreadable(new byte[] {1, 0, 0, 0, 1}, "no schema id in front");
        unreadable("{\"type\":\"KEY_ISSUED\"}".getBytes(StandardCharsets.UTF_8), "no schema id in front");
        unreadable(new byte[] {0, 0, 0, 0, 1}, "not the Avro form of KeyEvent: EOFException");
        unreadable(new byte[] {0, 0, 0, 0, 99, 0}, "unknown schema id 99");
        unreadable(new byte[] {0, -1, -1, -1, -1, 0}, "unknown schema id -1");
        unreadable(Wire.encode(Samples.consumerEvent()), "is a ConsumerEvent, not a KeyEvent");
        unreadable(Arrays.copyOf(good, good.length + 1), "bytes left over after the value");
        unreadable(Arrays.copyOf(good, (1 << 20) + 1), "longer than 1048576 bytes");
    }

    private static void unreadable(byte[] bytes, String fault) {
        assertThatThrownBy(() -> Wire.decode(bytes, KeyEvent.class))
                .isInstanceOf(UnreadableValueException.class)
                .hasMessage(fault);
    }

    @Test
    void aFaultNeverQuotesTheContent() {
        byte[] good = Wire.encode(Samples.keyEvent());
        for (int length = 5; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Wire.decode(cut, KeyEvent.class))
                    .hasMessageMatching("not the Avro form of KeyEvent: [A-Za-z]+Exception")
                    .hasNoCause();
        }
    }

    @Test
    void whatIsNoTopicsValueIsNotWritten() {
        Digest digest = new Digest("sum-sha256", 0L, Map.of(), ByteBuffer.allocate(0));
        assertThatThrownBy(() -> Wire.encode(digest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is the value of no topic");
        byte[] bytes = Wire.encode(Samples.consumerEvent());
        assertThatThrownBy(() -> Wire.decode(bytes, Digest.class))
                .isInstanceOf(UnreadableValueException.class)
                .hasMessage("is a ConsumerEvent, not a Digest");
    }

    @Test
    void manyThreadsMayReadAndWriteAtOnce() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Void>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                SplittableRandom random = new SplittableRandom(t);
                running.add(executor.submit(() -> {
                    go.await();
                    for (int i = 0; i < 500; i++) {
                        for (ShippedSchema schema : shipped()) {
                            SpecificRecordBase value = Wire.decode(RandomValues.framed(schema, random), typeOf(schema));
                            assertThat(Wire.decode(Wire.encode(value), typeOf(schema)))
                                    .isEqualTo(value);
                        }
                    }
                    return null;
                }));
            }
            go.countDown();
            for (Future<Void> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void twoReadingsOfOneValueShareNothingThatChanges() {
        byte[] bytes = Wire.encode(Samples.keyEvent());
        KeyEvent one = Wire.decode(bytes, KeyEvent.class);
        KeyEvent other = Wire.decode(bytes, KeyEvent.class);
        one.getState().getScopes().clear();
        one.getState().getSecrets().get(0).getHash().put(0, (byte) 42);
        assertThat(other).isEqualTo(Samples.keyEvent());
        assertThat(Wire.decode(bytes, KeyEvent.class)).isEqualTo(Samples.keyEvent());
        assertThat(Wire.decode(Wire.encode(Samples.consumerEvent()), ConsumerEvent.class))
                .isEqualTo(Samples.consumerEvent());
    }

    /** Avro's own lists throw in equals when an element has an optional time. */
    @Test
    void twoReadingsOfOneValueAreEqualAndHoldOrdinaryLists() {
        byte[] bytes = Wire.encode(Samples.keyEvent());
        KeyEvent one = Wire.decode(bytes, KeyEvent.class);
        assertThat(one).isEqualTo(Wire.decode(bytes, KeyEvent.class)).hasSameHashCodeAs(Samples.keyEvent());
        assertThat(one.getState().getSecrets()).isExactlyInstanceOf(ArrayList.class);
        NodePosition position = Wire.decode(Wire.encode(Samples.nodePosition()), NodePosition.class);
        assertThat(position.getNextOffsets().get("keys.v1")).isExactlyInstanceOf(ArrayList.class);
    }

    @SuppressWarnings("unchecked") // every shipped schema is that of a generated record
    static Class<? extends SpecificRecordBase> typeOf(ShippedSchema schema) {
        return (Class<? extends SpecificRecordBase>) SpecificData.get().getClass(schema.schema());
    }
}
