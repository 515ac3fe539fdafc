package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
    /** A million secrets have a filter of 2 MiB, in one block: an unknown key took 40 times as long without room for it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 24, 47, 48, 96, 160, 384, 24_576})
    void aShardHasRoomForTheFilterOfALargeFileWhereTheWholeHas(int mib) {
        long bytes = (long) mib << 20;

        long shard = bytes >> Memory.shardBits(bytes);

        assertThat(shard).isGreaterThanOrEqualTo(Math.min(bytes, 24L << 20));
    }
}
