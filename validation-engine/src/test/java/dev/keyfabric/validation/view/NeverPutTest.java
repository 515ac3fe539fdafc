package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeverPutTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void it_is_never_certain_of_what_was_put_however_full_it_is() {
        NeverPut neverPut = NeverPut.ofNewStore(0.01);
        for (int i = 0; i < 100_000; i++) {
            byte[] key = key(random.nextInt(80));
            Column column = random.nextBoolean() ? Column.KEYS : Column.HASHES;
            neverPut.put(column, key);
            assertThat(neverPut.isCertain(column, key)).isFalse();
        }
    }

    @Test
    void what_was_put_first_is_still_known_at_the_end() {
        NeverPut neverPut = NeverPut.ofNewStore(1);
        List<byte[]> put = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            put.add(key(32));
            neverPut.put(Column.HASHES, put.get(i));
        }

        assertThat(put).noneMatch(key -> neverPut.isCertain(Column.HASHES, key));
    }

    @Test
    void it_is_certain_of_nearly_everything_else_while_there_are_sixteen_bits_for_each() {
        NeverPut neverPut = NeverPut.ofNewStore(1);
        for (int i = 0; i < 1 << 19; i++) {
            neverPut.put(Column.KEYS, Texts.bytes("key_000consumer-with-number-" + i));
        }
        int certain = 0;
        for (int i = 0; i < 100_000; i++) {
            certain += neverPut.isCertain(Column.KEYS, Texts.bytes("key_000consumer-with-another-number-" + i)) ? 1 : 0;
        }

        assertThat(certain).isGreaterThan(98_000);
    }

    @Test
    void the_same_key_in_another_column_is_another_place() {
        NeverPut neverPut = NeverPut.ofNewStore(1);
        neverPut.put(Column.PLANS, Texts.bytes("gold"));

        assertThat(neverPut.isCertain(Column.PLANS, Texts.bytes("gold"))).isFalse();
        assertThat(neverPut.isCertain(Column.SERVICES, Texts.bytes("gold"))).isTrue();
    }

    @Test
    void of_a_store_that_was_there_before_it_knows_nothing() {
        NeverPut neverPut = NeverPut.ofAnyStore();
        neverPut.put(Column.KEYS, key(8));

        assertThat(neverPut.isCertain(Column.KEYS, key(8))).isFalse();
    }

    private byte[] key(int length) {
        byte[] key = new byte[length];
        random.nextBytes(key);
        return key;
    }
}
