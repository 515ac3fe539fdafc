package dev.keyfabric.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.keyfabric.schemas.Seeded;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes lie on the bus: they are a value or {@link UnreadableValueException}, never another throwable, and a
 * few bytes never cost much memory or time.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileBytesTest {
    /** Far above what a value of some hundred bytes takes, far below what a claimed length of a million would. */
    private static final long SMALL = 256 * 1024;

    private static final long[] LENGTHS = {
        -1,
        -2,
        -1_000_000,
        Integer.MIN_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        1_000_000,
        1 << 30,
        Integer.MAX_VALUE - 9,
        Integer.MAX_VALUE - 8,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE
    };

    static Collection<ShippedSchema> shipped() {
        return ShippedSchemas.all();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyTruncationIsUnreadable(ShippedSchema schema) {
        byte[] good = sample(schema);
        for (int length = 0; length < good.length; length++) {
            assertThat(reads(Arrays.copyOf(good, length), schema)).isFalse();
        }
        assertThat(reads(good, schema)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyFlippedBitEndsWell(ShippedSchema schema) {
        byte[] good = sample(schema);
        int values = 0;
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            values += reads(bad, schema) ? 1 : 0;
        }
        // A flipped bit in a text or a number is another value: only a signature could tell.
        assertThat(values).isPositive().isLessThan(good.length * 8);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyLengthAndCountMayLie(ShippedSchema schema) {
        byte[] good = sample(schema);
        for (long length : LENGTHS) {
            byte[] lie = varint(length);
            for (int at = 5; at < good.length; at++) {
                reads(splice(good, at, at + 1, lie), schema);
                reads(splice(good, at, at, lie), schema);
                reads(splice(good, at, good.length, lie), schema);
                // A negative count is followed by the size of its block.
                reads(splice(good, at, at + 1, concat(varint(-Math.abs(length)), lie)), schema);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void anyBytesEndWell(ShippedSchema schema) {
        SplittableRandom random = Seeded.random();
        byte[] good = sample(schema);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad;
            if (i % 2 == 0) {
                bad = new byte[5 + random.nextInt(200)];
                random.nextBytes(bad);
                System.arraycopy(good, 0, bad, 0, 5);
            } else {
                bad = good.clone();
                for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
                    bad[5 + random.nextInt(bad.length - 5)] = (byte) random.nextInt();
                }
            }
            reads(bad, schema);
        }
    }

    /** The longest value that is read at all, made of the smallest elements there are. */
    @Test
    void aLongValueOfEmptyTextsCostsNoMoreThanItsLengthAllows() {
        ShippedSchema schema = shipped().iterator().next();
        byte[] good = sample(schema);
        byte[] scopes = HexFormat.of()
                .parseHex("04" + "16" + HexFormat.of().formatHex("orders:read".getBytes(StandardCharsets.US_ASCII)));
        int at = indexOf(good, scopes);
        int count = (1 << 20) - good.length - 100;
        byte[] bad = splice(good, at, at + 1, concat(varint(count + 2), new byte[count]));
        long before = allocated();
        assertThat(outcome(bad, schema)).isTrue();
        assertThat(allocated() - before).isLessThan(64L << 20);
    }

    private static byte[] sample(ShippedSchema schema) {
        return Wire.encode(Samples.of(schema.schema().getName()));
    }

    /** What a value costs, it costs each time; the first time may also pay for classes that were not loaded yet. */
    private static boolean reads(byte[] bytes, ShippedSchema schema) {
        long cost = costOf(bytes, schema);
        if (cost > SMALL) {
            cost = costOf(bytes, schema);
        }
        if (cost > SMALL) {
            throw new AssertionError(bytes.length + " bytes took " + cost + " bytes of memory: "
                    + HexFormat.of().formatHex(bytes));
        }
        return outcome(bytes, schema);
    }

    private static long costOf(byte[] bytes, ShippedSchema schema) {
        long before = allocated();
        outcome(bytes, schema);
        return allocated() - before;
    }

    private static boolean outcome(byte[] bytes, ShippedSchema schema) {
        try {
            SpecificRecordBase value = Wire.decode(bytes, WireTest.typeOf(schema));
            assertThat(value).isNotNull();
            return true;
        } catch (UnreadableValueException e) {
            return false;
        } catch (Throwable e) {
            throw new AssertionError("of " + HexFormat.of().formatHex(bytes) + "; " + Seeded.howToRepeat(), e);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Avro's zig-zag variable-length number. */
    private static byte[] varint(long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = (number << 1) ^ (number >> 63);
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] insert) {
        return concat(Arrays.copyOf(bytes, from), insert, Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not in there");
    }
}
