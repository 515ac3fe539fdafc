package dev.keyfabric.context.verify;

import static dev.keyfabric.context.Fabric.TOPIC;
import static dev.keyfabric.context.Fabric.consumed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.StampRefusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with one attribute has the same reason whichever attribute it is; and nothing whatever throws. */
class EveryAttributeTest {
    private static final Map<String, StampRefusal> OPTIONAL = Map.of(
            "ce_traceparent", StampRefusal.EXTENSIONS_CHANGED,
            "ce_dssematerial", StampRefusal.PROOF_MISSING);

    private final Fabric fabric = new Fabric();
    private final ConsumerRecord<byte[], byte[]> stamped = fabric.stamped();

    @Test
    void missing() {
        each(
                header -> null,
                (name, reason) -> assertThat(reason)
                        .as(name)
                        .isEqualTo(OPTIONAL.getOrDefault(name, StampRefusal.ATTRIBUTE_MISSING)));
    }

    @Test
    void doubled() {
        for (Header header : stamped.headers().toArray()) {
            RecordHeaders headers = new RecordHeaders(stamped.headers().toArray());
            headers.add(header.key(), header.value());
            assertThat(verdict(headers)).as(header.key()).isEqualTo(StampRefusal.ATTRIBUTE_DOUBLED);
        }
    }

    @Test
    void emptyOrNull() {
        each(
                header -> new RecordHeader(header.key(), new byte[0]),
                (name, reason) -> assertThat(reason).as(name).isEqualTo(StampRefusal.ATTRIBUTE_MALFORMED));
        each(
                header -> new RecordHeader(header.key(), (byte[]) null),
                (name, reason) -> assertThat(reason).as(name).isEqualTo(StampRefusal.ATTRIBUTE_MALFORMED));
    }

    @Test
    void notUtf8() {
        each(
                header -> new RecordHeader(header.key(), new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80}),
                (name, reason) -> assertThat(reason).as(name).isEqualTo(StampRefusal.ATTRIBUTE_NOT_UTF8));
    }

    @Test
    void oneMebibyte() {
        byte[] long1 = new byte[1 << 20];
        Arrays.fill(long1, (byte) 'a');
        each(
                header -> new RecordHeader(header.key(), long1),
                (name, reason) -> assertThat(reason).as(name).isEqualTo(StampRefusal.ATTRIBUTES_TOO_LARGE));
    }

    /** Anything cut, put in, exchanged or turned, in one place or in several: a reason that is the record's fault. */
    @ParameterizedTest
    @EnumSource(Binding.class)
    void whateverIsDoneToARecordHasAReasonAndIsNoFaultOfOurs(Binding binding) {
        fabric.policies.computeIfPresent(TOPIC, (topic, policy) -> policy.with(binding));
        ConsumerRecord<byte[], byte[]> good = fabric.stamped();
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Header> headers = new ArrayList<>(List.of(good.headers().toArray()));
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                spoil(headers, random);
            }
            Stamped verdict =
                    fabric.verifier.verify(consumed(TOPIC, good.key(), good.value(), new RecordHeaders(headers)));
            if (verdict instanceof Stamped.Refused refused) {
                assertThat(refused.reason()).as("seed %d", seed).isNotEqualTo(StampRefusal.INTERNAL_FAULT);
            } else {
                // Evidence does not hold what it does not cover, and some changes undo each other.
                VerifiedContext context = ((Stamped.Verified) verdict).context();
                assertThat(context.consumerId()).as("seed %d", seed).isEqualTo("acme");
                assertThat(context.producer()).as("seed %d", seed).isEqualTo("orders");
            }
        }
    }

    private static void spoil(List<Header> headers, SplittableRandom random) {
        int at = random.nextInt(headers.size());
        Header header = headers.get(at);
        byte[] value = header.value();
        switch (random.nextInt(6)) {
            case 0 ->
                headers.set(at, new RecordHeader(header.key(), Arrays.copyOf(value, random.nextInt(value.length + 1))));
            case 1 -> headers.set(at, new RecordHeader(header.key(), with(value, random)));
            case 2 ->
                headers.set(
                        at,
                        new RecordHeader(
                                header.key(),
                                headers.get(random.nextInt(headers.size())).value()));
            case 3 ->
                headers.set(
                        at,
                        new RecordHeader(
                                headers.get(random.nextInt(headers.size())).key(), value));
            case 4 -> headers.set(at, new RecordHeader(header.key() + (char) random.nextInt(0x250), value));
            default -> headers.set(at, new RecordHeader(header.key(), random(random)));
        }
    }

    /** A byte put in, or turned. */
    private static byte[] with(byte[] value, SplittableRandom random) {
        if (value.length == 0 || random.nextBoolean()) {
            byte[] longer = Arrays.copyOf(value, value.length + 1);
            longer[value.length] = (byte) random.nextInt(256);
            return longer;
        }
        byte[] turned = value.clone();
        turned[random.nextInt(value.length)] ^= (byte) (1 + random.nextInt(255));
        return turned;
    }

    private static byte[] random(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private interface Expectation {
        void of(String name, StampRefusal reason);
    }

    /** With each header in turn changed, or gone where the change is null. */
    private void each(UnaryOperator<Header> change, Expectation expectation) {
        Header[] all = stamped.headers().toArray();
        assertThat(all).hasSizeGreaterThan(12);
        for (int i = 0; i < all.length; i++) {
            RecordHeaders headers = new RecordHeaders();
            for (int j = 0; j < all.length; j++) {
                Header header = j == i ? change.apply(all[j]) : all[j];
                if (header != null) {
                    headers.add(header);
                }
            }
            expectation.of(all[i].key(), verdict(headers));
        }
    }

    private StampRefusal verdict(RecordHeaders headers) {
        Stamped verdict = fabric.verifier.verify(consumed(TOPIC, stamped.key(), stamped.value(), headers));
        assertThat(verdict).isInstanceOf(Stamped.Refused.class);
        return ((Stamped.Refused) verdict).reason();
    }
}
