package dev.keyfabric.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings of docs/contract/design.md, section 3, spelled out once more and by hand. */
class TopicTest {
    private static final Map<String, String> ALL = Map.of(
            "message.timestamp.type", "LogAppendTime",
            "unclean.leader.election.enable", "false",
            "max.message.bytes", "1048576");

    private static final Map<String, String> LIFECYCLE = Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "3600000",
            "segment.bytes", "67108864",
            "min.cleanable.dirty.ratio", "0.1",
            "max.compaction.lag.ms", "3600000",
            "delete.retention.ms", "604800000");

    @ParameterizedTest
    @EnumSource(
            value = Topic.class,
            names = {"KEYS", "CONSUMERS", "PLANS", "SERVICES", "SIGNING_KEYS"})
    void aLifecycleTopicIsCompactedWithinTheHour(Topic topic) {
        assertThat(topic.settings()).isEqualTo(and(ALL, LIFECYCLE));
        assertThat(topic.isLifecycle()).isTrue();
    }

    @Test
    void historyIsKeptAYear() {
        assertThat(Topic.HISTORY.settings())
                .isEqualTo(and(ALL, Map.of("cleanup.policy", "delete", "retention.ms", "31536000000")));
    }

    @Test
    void commandsAreKeptAWeekAndTheirResultsADayLonger() {
        assertThat(Topic.COMMANDS.settings())
                .isEqualTo(and(ALL, Map.of("cleanup.policy", "delete", "retention.ms", "604800000")));
        assertThat(Topic.COMMAND_RESULTS.settings())
                .isEqualTo(and(ALL, Map.of("cleanup.policy", "delete", "retention.ms", "691200000")));
    }

    @Test
    void positionsAreCompactedAndForgottenAfterAWeek() {
        assertThat(Topic.POSITIONS.settings())
                .isEqualTo(and(
                        ALL,
                        Map.of(
                                "cleanup.policy", "compact,delete",
                                "retention.ms", "604800000",
                                "segment.ms", "3600000")));
    }

    @Test
    void securityEventsAreKeptNinetyDays() {
        assertThat(Topic.SECURITY_EVENTS.settings())
                .isEqualTo(and(ALL, Map.of("cleanup.policy", "delete", "retention.ms", "7776000000")));
    }

    @Test
    void theIdsAreThoseOfTheContract() {
        assertThat(List.of(Topic.values()))
                .extracting(Topic::id)
                .containsExactly(
                        "keys.v1",
                        "consumers.v1",
                        "plans.v1",
                        "services.v1",
                        "signing-keys.v1",
                        "history.v1",
                        "commands.v1",
                        "command-results.v1",
                        "positions.v1",
                        "security-events.v1");
        assertThat(Topic.lifecycle())
                .containsExactly(Topic.KEYS, Topic.CONSUMERS, Topic.PLANS, Topic.SERVICES, Topic.SIGNING_KEYS);
        assertThat(EnumSet.allOf(Topic.class))
                .filteredOn(Topic::isLifecycle)
                .containsExactlyElementsOf(Topic.lifecycle());
        assertThat(Topic.ofId("keys.v2")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void aNameOnTheBusLeadsBackToItsTopic(Topic topic) {
        for (String prefix : List.of("keyfabric.", "", "eu.test-")) {
            TopicNames names = new TopicNames(prefix);
            assertThat(names.nameOf(topic)).isEqualTo(prefix + topic.id());
            assertThat(names.topicOf(names.nameOf(topic))).contains(topic);
        }
        assertThat(TopicNames.DEFAULT.nameOf(topic)).isEqualTo("keyfabric." + topic.id());
        assertThat(TopicNames.DEFAULT.topicOf(topic.id())).isEmpty();
        assertThat(TopicNames.DEFAULT.topicOf("keyfabric." + topic.id() + "x")).isEmpty();
    }

    @Test
    void headersAndControlKeysAreThoseOfTheContract() {
        assertThat(RecordHeaders.COMMAND).isEqualTo("kf_command");
        assertThat(RecordHeaders.CAUSE).isEqualTo("kf_cause");
        assertThat(RecordHeaders.TICK_KEY).isEqualTo("~tick");
        assertThat(RecordHeaders.DIGEST_KEY).isEqualTo("~digest");
    }

    private static Map<String, String> and(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }
}
