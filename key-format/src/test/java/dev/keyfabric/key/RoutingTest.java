package dev.keyfabric.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
    @Test
    void theHashIsKafkas() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            assertThat(Routing.murmur2(bytes)).as(Seeded.howToRepeat()).isEqualTo(Utils.murmur2(bytes));
        }
    }

    @Test
    void aPlainProducerKeyedByTheRoutingIdHitsThePartition() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 10_000; i++) {
            String id = Seeded.anyText(random, 64);
            byte[] key = id.getBytes(StandardCharsets.UTF_8);
            for (int n = 1; n <= Routing.MAX_PARTITIONS; n *= 2) {
                assertThat(Routing.partition(id, n))
                        .as("%s of %d; %s", id, n, Seeded.howToRepeat())
                        .isEqualTo(BuiltInPartitioner.partitionForKey(key, n))
                        .isEqualTo(Utils.toPositive(Utils.murmur2(key)) % n);
            }
        }
    }

    @Test
    void aKeyLiesWhereItsConsumerLies() {
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 5_000; i++) {
            String consumer = Seeded.anyText(random, 20);
            KeyId key = KeyId.derive(consumer, CommandId.random(random));
            for (int n = 1; n <= Routing.MAX_PARTITIONS; n *= 2) {
                assertThat(Routing.partition(key, n))
                        .as(Seeded.howToRepeat())
                        .isEqualTo(Routing.partition(consumer, n));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -8, -1, 0, 3, 6, 12, 4095, 4097, 8192, Integer.MAX_VALUE})
    void aNumberOfPartitionsThatSplitsASlotIsRefused(int partitions) {
        KeyId key = KeyId.derive("acme", "c");
        assertThatThrownBy(() -> Routing.partition("acme", partitions)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Routing.partition(key, partitions)).isInstanceOf(IllegalArgumentException.class);
    }
}
