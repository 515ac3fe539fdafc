package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowCacheTest {
    private static final CacheKey PLACE = new CacheKey(Column.KEYS, "k");

    private final RowCache cache = new RowCache(1 << 20);

    @Test
    void aRowIsLoadedOnce() {
        assertThat(cache.get(PLACE, place -> new byte[] {1})).containsExactly(1);
        assertThat(cache.get(PLACE, place -> new byte[] {2})).containsExactly(1);
        assertThat(cache.misses()).isEqualTo(1);
        assertThat(cache.hits()).isEqualTo(1);
    }

    @Test
    void whatTheLoaderDoesNotHaveIsNotKept() {
        assertThat(cache.get(PLACE, place -> null)).isNull();
        assertThat(cache.get(PLACE, place -> new byte[] {2})).containsExactly(2);
    }

    @Test
    void thatNothingIsThereIsKeptWhereTheLoaderSaysSo() {
        assertThat(cache.get(PLACE, place -> RowCache.nothing())).isEmpty();
        assertThat(cache.get(PLACE, place -> new byte[] {2})).isEmpty();
    }

    @Test
    void whatWasLoadedBeforeAWriteIsNotKeptAfterIt() {
        cache.get(PLACE, place -> {
            cache.write(List.of(place), () -> {});
            return new byte[] {1};
        });

        assertThat(cache.get(PLACE, place -> new byte[] {2})).containsExactly(2);
    }

    @Test
    void whatIsClearedIsLoadedAgainAndNothingThatWasLoadedMeanwhileIsKept() {
        cache.get(PLACE, place -> new byte[] {1});
        cache.clear();
        cache.get(PLACE, place -> {
            cache.clear();
            return new byte[] {2};
        });

        assertThat(cache.get(PLACE, place -> new byte[] {3})).containsExactly(3);
        assertThat(cache.get(PLACE, place -> new byte[] {4})).containsExactly(3);
    }

    @Test
    void aWriteThatFailsDropsToo() {
        cache.get(PLACE, place -> new byte[] {1});

        assertThatThrownBy(() -> cache.write(List.of(PLACE), () -> {
                    throw new StoreException("disk");
                }))
                .isInstanceOf(StoreException.class);

        assertThat(cache.get(PLACE, place -> new byte[] {2})).containsExactly(2);
    }
}
