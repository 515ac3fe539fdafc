package dev.keyfabric.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.access.Right.Match;
import dev.keyfabric.schemas.access.Right.Operation;
import dev.keyfabric.schemas.access.Right.Resource;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {
    private static final TopicNames NAMES = new TopicNames("eu.");

    @ParameterizedTest
    @EnumSource(Role.class)
    void noRightIsGivenTwice(Role role) {
        assertThat(role.rights(NAMES)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyNameBeginsWithThePrefixOfItsFabric(Role role) {
        assertThat(role.rights(NAMES))
                .allSatisfy(right -> assertThat(right.name()).startsWith("eu."));
    }

    @Test
    void theRegistryAloneWritesLifecycleTopics() {
        for (Topic topic : Topic.lifecycle()) {
            Right write = new Right(Resource.TOPIC, NAMES.nameOf(topic), Match.LITERAL, Operation.WRITE);
            assertThat(List.of(Role.values()))
                    .filteredOn(role -> role.rights(NAMES).contains(write))
                    .containsExactly(Role.REGISTRY);
        }
    }

    @Test
    void theRegistryAloneReadsCommands() {
        Right read = new Right(Resource.TOPIC, NAMES.nameOf(Topic.COMMANDS), Match.LITERAL, Operation.READ);
        assertThat(List.of(Role.values()))
                .filteredOn(role -> role.rights(NAMES).contains(read))
                .containsExactly(Role.REGISTRY);
    }

    @Test
    void aBusinessServiceMayDoNothing() {
        assertThat(Role.SERVICE.rights(NAMES)).isEmpty();
    }

    @Test
    void onlyTransactionalIdsAreGivenByWhatTheyBeginWith() {
        assertThat(Role.REGISTRY.rights(NAMES))
                .filteredOn(right -> right.match() == Match.PREFIXED)
                .containsExactly(new Right(Resource.TRANSACTIONAL_ID, "eu.registry-", Match.PREFIXED, Operation.WRITE));
    }
}
