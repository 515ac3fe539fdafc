package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShelfTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatItFindsIsWhatWasPutLastWhateverCameAndWent(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Shelf shelf = new Shelf(3);
        Map<CacheKey, byte[]> put = new HashMap<>();
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            CacheKey place = place(random.nextInt(2_000));
            if (random.nextInt(20_000) == 0) {
                shelf.clear();
                put.clear();
            }
            switch (random.nextInt(4)) {
                case 0 -> {
                    shelf.drop(place);
                    put.remove(place);
                }
                case 1 -> {
                    byte[] row = new byte[random.nextInt(200)];
                    random.nextBytes(row);
                    if (shelf.find(place) == null) {
                        shelf.put(place, row);
                        put.put(place, row);
                    }
                }
                default -> {
                    byte[] row = shelf.find(place);
                    if (row != null) {
                        assertThat(row).isEqualTo(put.get(place));
                        found++;
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(10_000);
    }

    @Test
    void whileThereIsRoomNothingGoes() {
        Shelf shelf = new Shelf(64);
        for (int i = 0; i < 10_000; i++) {
            shelf.put(place(i), new byte[] {(byte) i, (byte) (i >> 8)});
        }

        assertThat(shelf.isFull()).isFalse();
        for (int i = 0; i < 10_000; i++) {
            assertThat(shelf.find(place(i))).containsExactly((byte) i, (byte) (i >> 8));
        }
    }

    @Test
    void whatWasAskedForOutlastsWhatWasNot() {
        Shelf shelf = new Shelf(2);
        byte[] row = new byte[1000];
        shelf.put(place(0), row);
        shelf.put(place(1), row);

        for (int i = 2; i < 80; i++) {
            shelf.put(place(i), row);
            assertThat(shelf.find(place(0))).isNotNull();
        }

        assertThat(shelf.isFull()).isTrue();
        assertThat(shelf.find(place(1))).isNull();
    }

    @Test
    void rowsOfOneKeyInTwoColumnsAreTwo() {
        Shelf shelf = new Shelf(1);
        shelf.put(new CacheKey(Column.KEYS, "a"), new byte[] {1});
        shelf.put(new CacheKey(Column.CONSUMERS, "a"), new byte[] {2});

        shelf.drop(new CacheKey(Column.KEYS, "a"));

        assertThat(shelf.find(new CacheKey(Column.KEYS, "a"))).isNull();
        assertThat(shelf.find(new CacheKey(Column.CONSUMERS, "a"))).containsExactly(2);
    }

    @Test
    void aRowThatFitsOnNoBoardIsNotTaken() {
        Shelf shelf = new Shelf(1);
        shelf.put(place(1), new byte[] {1});

        shelf.put(place(2), new byte[40_000]);
        shelf.put(new CacheKey(Column.KEYS, "k".repeat(300)), new byte[] {1});

        assertThat(shelf.find(place(2))).isNull();
        assertThat(shelf.find(new CacheKey(Column.KEYS, "k".repeat(300)))).isNull();
        assertThat(shelf.find(place(1))).containsExactly(1);
    }

    @Test
    void whatIsFoundIsACopy() {
        Shelf shelf = new Shelf(1);
        shelf.put(place(1), new byte[] {1});

        shelf.find(place(1))[0] = 9;

        assertThat(shelf.find(place(1))).containsExactly(1);
    }

    private static CacheKey place(int i) {
        return new CacheKey(Column.KEYS, "key-" + i);
    }
}
