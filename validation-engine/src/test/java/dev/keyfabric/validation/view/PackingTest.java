package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.ConsumerState;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.limits.CalendarPeriod;
import dev.keyfabric.validation.limits.CalendarQuota;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.RateWindow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PackingTest {
    private static final String CONSUMER = "acme";
    private static final String KEY = Events.keyId(CONSUMER, "command");

    static Stream<Consumer<KeyState.Builder>> keys() {
        return Stream.of(
                key -> {},
                key -> key.setStatus(KeyStatus.REVOKED).setRevocationReason(RevocationReason.LEAKED),
                key -> key.setStatus(KeyStatus.SUSPENDED),
                key -> key.setSecrets(List.of(
                        Events.current(Events.apiKey()),
                        Events.secret(Events.apiKey(), SecretStatus.RETIRING, Events.AT.plusMillis(1)),
                        Events.secret(Events.apiKey(), SecretStatus.RETIRED, Events.AT))),
                key -> key.setScopes(List.of("orders:*", "a", "\u00e4\u20ac\ud83d\ude00"))
                        .setAudiences(List.of("x", "y")),
                key -> key.setScopes(
                        Stream.generate(() -> "s".repeat(300)).limit(200).toList()),
                key -> key.setIpAllowlist(List.of("10.0.0.0/8", "2001:db8::/32", "::ffff:10.0.0.0/104", "192.0.2.1")),
                key -> key.setRateLimits(List.of(limit("burst", 5, 1), limit("hour", 1_000_000_000_000L, 3600))),
                key -> key.setEnrols(new Enrolment(SigningUse.TXN, "node", List.of("orders"))),
                key -> key.setNotBefore(Instant.EPOCH).setExpiresAt(Instant.parse("9999-12-31T23:59:59.999Z")),
                key -> key.setNotBefore(Instant.parse("1900-01-01T00:00:00.001Z"))
                        .setVersion(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyReadsBackAsItWas(Consumer<KeyState.Builder> change) {
        KeyRecord key = KeyRecord.read(Events.key(KEY, CONSUMER, 7, change));
        Held<KeyRecord> held = new Held<>(Mark.GOOD, key.isFinal(), key.version(), key);

        assertThat(Packing.key(KEY, Packing.key(held)))
                .usingRecursiveComparison()
                .isEqualTo(held);
    }

    @ParameterizedTest
    @EnumSource(CalendarPeriod.class)
    void aLimitOfEachKindReadsBack(CalendarPeriod period) {
        KeyRecord plain = KeyRecord.read(Events.key(KEY, CONSUMER, 7, key -> {}));
        LimitSet limits = new LimitSet(List.of(new CalendarQuota("q", 9, period), new RateWindow("r", 1, 60)));
        KeyRecord key = new KeyRecord(
                plain.id(),
                plain.consumerId(),
                plain.environment(),
                plain.status(),
                null,
                plain.secrets(),
                plain.scopes(),
                plain.audiences(),
                plain.ipAllowlist(),
                limits,
                false,
                null,
                null,
                plain.version(),
                plain.createdAt(),
                plain.changedAt());

        assertThat(Packing.key(KEY, Packing.key(new Held<>(Mark.GOOD, false, 7, key)))
                        .state())
                .extracting(KeyRecord::limits)
                .isEqualTo(limits);
    }

    static Stream<Consumer<ConsumerState.Builder>> consumers() {
        return Stream.of(
                consumer -> {},
                consumer -> consumer.setPlan(null),
                consumer -> consumer.setName("\u05d0\ud83d\ude00").setMetadata("{\"a\":[1,2]}"),
                consumer -> consumer.setStatus(ConsumerStatus.DELETED),
                consumer -> consumer.setStatus(ConsumerStatus.SUSPENDED));
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void aConsumerReadsBackAsItWas(Consumer<ConsumerState.Builder> change) {
        ConsumerRecord consumer = ConsumerRecord.read(Events.consumer(CONSUMER, 7, change));
        Held<ConsumerRecord> held = new Held<>(Mark.GOOD, consumer.isFinal(), consumer.version(), consumer);

        assertThat(Packing.consumer(CONSUMER, Packing.consumer(held))).isEqualTo(held);
    }

    @ParameterizedTest
    @EnumSource(Mark.class)
    void aMarkReadsBackWithAStateAndWithout(Mark mark) {
        ConsumerRecord consumer = ConsumerRecord.read(Events.consumer(CONSUMER, 7, state -> {}));
        for (ConsumerRecord state : new ConsumerRecord[] {consumer, null}) {
            for (boolean isFinal : new boolean[] {true, false}) {
                Held<ConsumerRecord> held = new Held<>(mark, isFinal, 7, state);
                assertThat(Packing.consumer(CONSUMER, Packing.consumer(held))).isEqualTo(held);
            }
        }
    }

    @Test
    void aRowIsSmallerThanTheStoredFormOfAnOrdinaryKey() {
        byte[] event = Events.key(KEY, CONSUMER, 1, key -> key.setSecrets(List.of(Events.current(Events.apiKey()))));
        KeyRecord key = KeyRecord.read(event);

        assertThat(Packing.key(new Held<>(Mark.GOOD, false, 1, key))).hasSizeLessThan(event.length);
    }

    private static RateLimit limit(String name, long quota, long seconds) {
        return RateLimit.newBuilder()
                .setName(name)
                .setQuota(quota)
                .setWindowSeconds(seconds)
                .build();
    }
}
