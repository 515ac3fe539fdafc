package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.ServiceEvent;
import dev.keyfabric.schemas.event.ServiceEventType;
import dev.keyfabric.schemas.event.ServiceState;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDecisionsTest {
    private final MemoryState fabric = new MemoryState();

    @Test
    void aDefinitionIsTheWholeService() {
        Command define = Commands.define("orders", fabric.now()).build();

        Decision decision = fabric.send(define);

        ServiceState state = fabric.services.get("orders");
        assertThat(((ServiceEvent) decision.changes().get(0).event()).getType())
                .isEqualTo(ServiceEventType.SERVICE_DEFINED);
        assertThat(state.getName()).isEqualTo("Service orders");
        assertThat(state.getAudiences()).containsExactly("payments");
        assertThat(state.getRoutes()).isEqualTo(define.getService().getRoutes());
        assertThat(state.getStampPolicies()).isEqualTo(define.getService().getStampPolicies());
        assertThat(state.getVersion()).isEqualTo(fabric.now().toEpochMilli());
        assertThat(state.getCreatedAt()).isEqualTo(fabric.now());
    }

    @Test
    void aLaterDefinitionLeavesNothingOfTheOneBefore() {
        fabric.send(Commands.define("orders", fabric.now()));
        ServiceState before = fabric.services.get("orders");
        ServiceDraft bare = ServiceDraft.newBuilder()
                .setName("Orders")
                .setAudiences(List.of())
                .setScopes(List.of())
                .setRoutes(List.of())
                .setStampPolicies(List.of())
                .build();
        fabric.pass(Duration.ofSeconds(1));

        fabric.send(Commands.define("orders", fabric.now()).setService(bare).setActor("grace"));

        ServiceState after = fabric.services.get("orders");
        assertThat(after.getName()).isEqualTo("Orders");
        assertThat(after.getAudiences()).isEmpty();
        assertThat(after.getScopes()).isEmpty();
        assertThat(after.getRoutes()).isEmpty();
        assertThat(after.getStampPolicies()).isEmpty();
        assertThat(after.getVersion()).isEqualTo(before.getVersion() + 1);
        assertThat(after.getCreatedAt()).isEqualTo(before.getCreatedAt());
        assertThat(after.getCreatedBy()).isEqualTo("ada");
        assertThat(after.getChangedBy()).isEqualTo("grace");
        assertThat(after.getChangedAt()).isEqualTo(fabric.now());
    }

    @Test
    void theSameDefinitionHasNoEffect() {
        fabric.send(Commands.define("orders", fabric.now()));
        fabric.pass(Duration.ofSeconds(1));

        Decision decision = fabric.send(Commands.define("orders", fabric.now()).setActor("grace"));

        assertThat(decision.result().getOutcome()).isEqualTo(Outcome.NO_EFFECT);
        assertThat(decision.result().getVersion())
                .isEqualTo(fabric.services.get("orders").getVersion());
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void aVersionThatTheSenderDidNotSeeIsAConflict() {
        assertThat(code(Commands.define("orders", fabric.now()).setExpectedVersion(7L)))
                .isEqualTo("VERSION_CONFLICT");
        fabric.send(Commands.define("orders", fabric.now()).setExpectedVersion(0L));

        assertThat(code(Commands.define("orders", fabric.now()).setExpectedVersion(0L)))
                .isEqualTo("VERSION_CONFLICT");
    }

    @Test
    void everyFieldIsChecked() {
        assertThat(faults(draft -> draft)).isEmpty();
        assertThat(faults(draft -> draft.setName(" "))).containsOnly("/name BLANK");
        assertThat(faults(draft -> draft.setAudiences(List.of("a b")))).containsOnly("/audiences/0 INVALID_FORMAT");
        assertThat(faults(draft -> draft.setScopes(List.of("A")))).containsOnly("/scopes/0 INVALID_FORMAT");
        assertThat(faults(draft -> draft.setScopes(List.of("a", "a")))).containsOnly("/scopes/1 DUPLICATE");
        assertThat(faults(draft -> draft.setStalenessBoundMs(999L))).containsOnly("/stalenessBound OUT_OF_RANGE");
        assertThat(faults(draft -> draft.setStalenessBoundMs(
                        Duration.ofDays(7).plusMillis(1).toMillis())))
                .containsOnly("/stalenessBound OUT_OF_RANGE");
        assertThat(faults(draft -> draft.setStalenessBoundMs(Duration.ofDays(7).toMillis())))
                .isEmpty();
        assertThat(faults(draft -> draft.setAudiences(ids(65)))).containsOnly("/audiences TOO_MANY");
        assertThat(faults(draft -> draft.setScopes(ids(257)))).containsOnly("/scopes TOO_MANY");
        assertThat(faults(Commands.define("not an id", fabric.now()))).containsOnly("/id INVALID_FORMAT");
        assertThat(faults(Commands.define("orders", fabric.now()).setService(null)))
                .containsOnly("/name REQUIRED");
    }

    @Test
    void everyFieldOfARouteIsChecked() {
        assertThat(route(route -> route.setId("a/b"))).containsOnly("/routes/0/id INVALID_FORMAT");
        assertThat(route(route -> route.setAudience("a b"))).containsOnly("/routes/0/audience INVALID_FORMAT");
        assertThat(route(route -> route.setScopes(List.of("orders:*"))))
                .containsOnly("/routes/0/scopes/0 INVALID_FORMAT");
        assertThat(route(route -> route.setScopes(ids(33)))).containsOnly("/routes/0/scopes TOO_MANY");
        Route one = Route.newBuilder().setId("one").setScopes(List.of()).build();
        assertThat(faults(draft -> draft.setRoutes(List.of(one, one)))).containsOnly("/routes/1/id DUPLICATE");
        assertThat(faults(draft -> draft.setRoutes(Collections.nCopies(129, one))))
                .containsOnly("/routes TOO_MANY");
    }

    @Test
    void everyFieldOfAStampPolicyIsChecked() {
        assertThat(policy(policy -> policy.setProfile(StampProfile.UNKNOWN)))
                .containsOnly("/stampPolicies/0/profile UNKNOWN_VALUE");
        assertThat(policy(policy -> policy.setTime(StampTime.UNKNOWN)))
                .containsOnly("/stampPolicies/0/time UNKNOWN_VALUE");
        assertThat(policy(policy -> policy.setOnRevoked(OnRevoked.UNKNOWN)))
                .containsOnly("/stampPolicies/0/onRevoked UNKNOWN_VALUE");
        assertThat(policy(policy -> policy.setTombstones(StampedTombstones.UNKNOWN)))
                .containsOnly("/stampPolicies/0/tombstones UNKNOWN_VALUE");
        assertThat(policy(policy -> policy.setMaxDelaySeconds(-1)))
                .containsOnly("/stampPolicies/0/maxDelay OUT_OF_RANGE");
        assertThat(policy(policy -> policy.setMaxDelaySeconds(604_801)))
                .containsOnly("/stampPolicies/0/maxDelay OUT_OF_RANGE");
        assertThat(policy(policy -> policy.setAllowedProducers(List.of("a", "a"))))
                .containsOnly("/stampPolicies/0/allowedProducers/1 DUPLICATE");
        StampPolicy one = Commands.define("orders", fabric.now())
                .getService()
                .getStampPolicies()
                .get(0);
        assertThat(faults(draft -> draft.setStampPolicies(List.of(one, one))))
                .containsOnly("/stampPolicies/1/topic DUPLICATE");
        assertThat(faults(draft -> draft.setStampPolicies(Collections.nCopies(65, one))))
                .containsOnly("/stampPolicies TOO_MANY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä", "*"})
    void aNameThatIsNoTopicsIsAFault(String topic) {
        assertThat(policy(policy -> policy.setTopic(topic))).containsOnly("/stampPolicies/0/topic INVALID_FORMAT");
    }

    @Test
    void aKeyPastedAnywhereInADefinitionIsFound() {
        String key = ApiKey.generate("kf_live", new SecureRandom()).reveal();

        assertThat(faults(draft -> draft.setName(key))).containsOnly("/name HOLDS_A_KEY");
        assertThat(route(route -> route.setAudience(key))).containsOnly("/routes/0/audience HOLDS_A_KEY");
        assertThat(policy(policy -> policy.setTopic(key))).containsOnly("/stampPolicies/0/topic HOLDS_A_KEY");
    }

    @Test
    void theLongestDefinitionFitsIntoARecord() {
        List<String> scopes =
                IntStream.range(0, 256).mapToObj(i -> wide("s", i, 64)).toList();
        List<String> services =
                IntStream.range(0, 64).mapToObj(i -> wide("i", i, 64)).toList();
        Command define = Commands.define("orders", fabric.now())
                .setService(ServiceDraft.newBuilder()
                        .setName("n".repeat(200))
                        .setAudiences(services)
                        .setScopes(scopes)
                        .setRoutes(IntStream.range(0, 128)
                                .mapToObj(i -> Route.newBuilder()
                                        .setId(wide("r", i, 64))
                                        .setAudience(wide("a", i, 64))
                                        .setScopes(scopes.subList(0, 32))
                                        .build())
                                .toList())
                        .setStampPolicies(IntStream.range(0, 64)
                                .mapToObj(i -> StampPolicy.newBuilder(Commands.define("orders", fabric.now())
                                                .getService()
                                                .getStampPolicies()
                                                .get(0))
                                        .setTopic(wide("t", i, 249))
                                        .setAllowedProducers(services)
                                        .build())
                                .toList())
                        .build())
                .build();

        Decision decision = fabric.send(define);

        assertThat(decision.result().getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(dev.keyfabric.schemas.wire.Wire.encode(
                        decision.changes().get(0).event()))
                .hasSizeLessThan(1_000_000);
    }

    private static String wide(String start, int number, int length) {
        String text = start + number;
        return text + "x".repeat(length - text.length());
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "id" + i).toList();
    }

    private List<String> route(UnaryOperator<Route.Builder> change) {
        Route.Builder route = Route.newBuilder().setId("place").setScopes(List.of());
        return faults(draft -> draft.setRoutes(List.of(change.apply(route).build())));
    }

    private List<String> policy(UnaryOperator<StampPolicy.Builder> change) {
        return faults(draft -> draft.setStampPolicies(List.of(
                change.apply(StampPolicy.newBuilder(draft.getStampPolicies().get(0)))
                        .build())));
    }

    private List<String> faults(UnaryOperator<ServiceDraft.Builder> change) {
        Command.Builder define = Commands.define("orders", fabric.now());
        return faults(define.setService(
                change.apply(ServiceDraft.newBuilder(define.getService())).build()));
    }

    private List<String> faults(Command.Builder command) {
        return CommandRules.check(command.build(), fabric.now()).stream()
                .map(fault -> fault.getField() + " " + fault.getCode())
                .toList();
    }

    private String code(Command.Builder command) {
        return fabric.send(command).result().getProblem().getCode();
    }
}
