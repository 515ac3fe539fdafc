package dev.keyfabric.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.schemas.Seeded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | ''",
                "keys.v1-0@0                               | keys.v1-0@0",
                "keys.v1-3@17                              | keys.v1-3@17",
                "signing-keys.v1-4095@1                    | signing-keys.v1-4095@1",
                "command-results.v1-7@5                    | command-results.v1-7@5",
                "keys.v1-0@999999999999999999              | keys.v1-0@999999999999999999",
                "consumers.v1-1@4,keys.v1-1@9              | keys.v1-1@9,consumers.v1-1@4",
                "keys.v1-10@1,keys.v1-9@1                  | keys.v1-9@1,keys.v1-10@1",
                "keys.v1-1@9,keys.v1-1@4                   | keys.v1-1@9",
                "keys.v1-1@4,keys.v1-1@9                   | keys.v1-1@9",
                "keys.v1-01@007                            | keys.v1-1@7",
            })
    void aPositionIsPrintedSortedAndOncePerPartition(String text, String printed) {
        assertThat(Position.parse(text)).map(Position::toString).contains(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                ",",
                "keys.v1-3@17,",
                ",keys.v1-3@17",
                "keys.v1-3@17,,keys.v1-4@17",
                "keys.v1-3@17, keys.v1-4@17",
                "keys.v1-3@17;keys.v1-4@17",
                "keys.v1-3",
                "keys.v1-3@",
                "keys.v1-@17",
                "keys.v1@17",
                "-3@17",
                "keys.v1--3@17",
                "keys.v1-3@-17",
                "keys.v1-3@+17",
                "keys.v1-3@1e3",
                "keys.v1-3@0x1",
                "keys.v1-3@17.0",
                "keys.v1-3@9223372036854775807",
                "keys.v1-3@9223372036854775808",
                "keys.v1-3@99999999999999999999999",
                "keys.v1-99999@1",
                "keys.v1-2147483648@1",
                "keys.v2-3@17",
                "orders-3@17",
                "keyfabric.keys.v1-3@17",
                "KEYS.v1-3@17",
                "keys.v1-3@17\n",
                "keys.v1-\u0663@17",
            })
    void whatIsNoPositionOfOursIsRefused(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @Test
    void twentyPartsAreReadAndTwentyOneAreNot() {
        assertThat(Position.parse(parts(20))).map(p -> p.offsets().size()).contains(20);
        assertThat(Position.parse(parts(21))).isEmpty();
        assertThat(Position.parse(parts(100_000))).isEmpty();
    }

    private static String parts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "keys.v1-" + i % 4096 + "@" + i)
                .collect(Collectors.joining(","));
    }

    @Test
    void everyPositionReadsBack() {
        List<Topic> topics = List.of(Topic.values());
        SplittableRandom random = Seeded.random();
        for (int i = 0; i < 5_000; i++) {
            Map<PartitionId, Long> offsets = new HashMap<>();
            for (int parts = random.nextInt(Position.MAX_PARTS + 1); parts > 0; parts--) {
                Topic topic = topics.get(random.nextInt(topics.size()));
                offsets.put(new PartitionId(topic, random.nextInt(4096)), random.nextLong(1_000_000_000_000_000_000L));
            }
            Position position = new Position(offsets);
            assertThat(Position.parse(position.toString()))
                    .as(Seeded.howToRepeat())
                    .contains(position);
        }
    }

    @Test
    void itIsReachedWhenEveryNextOffsetIsGreater() {
        Position position = Position.parse("keys.v1-1@9,consumers.v1-1@4").orElseThrow();
        assertThat(position.reachedBy(p -> p.topic() == Topic.KEYS ? 10 : 5)).isTrue();
        assertThat(position.reachedBy(p -> p.topic() == Topic.KEYS ? 9 : 5)).isFalse();
        assertThat(position.reachedBy(p -> p.topic() == Topic.KEYS ? 10 : 4)).isFalse();
        assertThat(position.reachedBy(p -> -1)).isFalse();
        assertThat(Position.NONE.reachedBy(p -> -1)).isTrue();
    }

    @Test
    void whatIsBothIsReachedWhenEachIs() {
        Position one = Position.parse("keys.v1-1@9,consumers.v1-1@4").orElseThrow();
        Position other = Position.parse("keys.v1-1@7,plans.v1-0@2").orElseThrow();
        assertThat(one.and(other)).hasToString("keys.v1-1@9,consumers.v1-1@4,plans.v1-0@2");
        assertThat(other.and(one)).isEqualTo(one.and(other));
        assertThat(one.and(Position.NONE)).isEqualTo(one);
    }

    @Test
    void aPositionDoesNotChange() {
        Map<PartitionId, Long> offsets = new HashMap<>();
        PartitionId partition = new PartitionId(Topic.KEYS, 1);
        offsets.put(partition, 9L);
        Position position = new Position(offsets);
        offsets.put(partition, 10L);
        assertThat(position).hasToString("keys.v1-1@9");
        assertThatThrownBy(() -> position.offsets().put(partition, 11L))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
