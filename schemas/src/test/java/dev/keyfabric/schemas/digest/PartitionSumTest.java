package dev.keyfabric.schemas.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.topics.Topic;
import java.math.BigInteger;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class PartitionSumTest {
    private static final byte[] VALUE = {0, 1, 2};

    @Test
    void the_sum_of_one_subject_is_the_sha256_of_topic_key_and_value() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update("keys.v1".getBytes(UTF_8));
        sha256.update(key("a"));
        byte[] expected = sha256.digest(VALUE);

        assertThat(PartitionSum.EMPTY.plus(Topic.KEYS, key("a"), VALUE).bytes()).isEqualTo(expected);
    }

    @Test
    void the_order_in_which_subjects_came_does_not_show() {
        PartitionSum one = PartitionSum.EMPTY.plus(Topic.KEYS, key("a"), VALUE).plus(Topic.KEYS, key("b"), VALUE);
        PartitionSum other =
                PartitionSum.EMPTY.plus(Topic.KEYS, key("b"), VALUE).plus(Topic.KEYS, key("a"), VALUE);

        assertThat(one).isEqualTo(other).isNotEqualTo(PartitionSum.EMPTY);
    }

    @Test
    void what_is_taken_away_again_leaves_the_sum_as_it_was() {
        PartitionSum before = PartitionSum.EMPTY;
        for (int i = 0; i < 100; i++) {
            before = before.plus(Topic.KEYS, key("k" + i), VALUE);
        }

        assertThat(before.plus(Topic.KEYS, key("b"), VALUE).minus(Topic.KEYS, key("b"), VALUE))
                .isEqualTo(before);
    }

    @Test
    void the_same_subject_on_another_topic_sums_otherwise() {
        assertThat(PartitionSum.EMPTY.plus(Topic.PLANS, key("a"), VALUE))
                .isNotEqualTo(PartitionSum.EMPTY.plus(Topic.SERVICES, key("a"), VALUE));
    }

    @Test
    void its_bytes_are_always_32_and_read_back() {
        for (BigInteger sum : new BigInteger[] {
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)
        }) {
            PartitionSum told = new PartitionSum(3, sum);
            assertThat(told.bytes()).hasSize(32);
            assertThat(PartitionSum.of(3, told.bytes())).isEqualTo(told);
        }
    }

    @Test
    void a_sum_that_no_partition_can_have_is_refused() {
        assertThatThrownBy(() -> PartitionSum.of(1, new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PartitionSum.of(-1, new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PartitionSum.EMPTY.minus(Topic.KEYS, key("a"), VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] key(String id) {
        return id.getBytes(UTF_8);
    }
}
