package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.PlanDraft;
import dev.keyfabric.schemas.event.SigningUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a plan makes of the ends of its consumers' keys. */
class PlanBoundsTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final MemoryState fabric = new MemoryState();

    @Test
    void a_consumer_of_a_plan_that_nobody_defined_is_refused() {
        CommandResult result = register("acme", "gold");

        assertThat(result.getProblem().getCode()).isEqualTo("VALIDATION_FAILED");
        assertThat(result.getProblem().getErrors())
                .extracting(FieldError::getField, FieldError::getCode)
                .containsExactly(tuple("/plan", "UNKNOWN_REFERENCE"));
        assertThat(fabric.consumers).isEmpty();
    }

    @Test
    void a_change_to_a_plan_that_nobody_defined_is_refused_and_one_that_leaves_the_plan_alone_is_not() {
        plan(null, null);
        register("acme", "gold");
        assertThat(update("acme", ConsumerDraft.newBuilder().setPlan("silver"))
                        .getProblem()
                        .getErrors())
                .extracting(FieldError::getField)
                .containsExactly("/plan");
        fabric.plans.clear();

        assertThat(update("acme", ConsumerDraft.newBuilder().setName("Acme")).getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void a_key_ends_when_its_plan_says_unless_it_ends_before() {
        plan(DAY.multipliedBy(30), null);
        register("acme", "gold");
        KeyState defaulted = issue(null);
        assertThat(defaulted.getExpiresAt()).isEqualTo(defaulted.getCreatedAt().plus(DAY.multipliedBy(30)));

        Instant sooner = fabric.now().plus(DAY);
        assertThat(issue(sooner).getExpiresAt()).isEqualTo(sooner);
    }

    @Test
    void a_key_that_would_outlive_its_plan_is_refused_with_the_latest_end() {
        plan(DAY, null);
        register("acme", "gold");
        CommandResult result = tryToIssue(fabric.now().plus(DAY).plusSeconds(5));

        FieldError error = result.getProblem().getErrors().get(0);
        assertThat(error.getField()).isEqualTo("/expiresAt");
        assertThat(error.getCode()).isEqualTo("OUT_OF_RANGE");
        assertThat(error.getDetail())
                .contains("gold")
                .contains(fabric.now().plus(DAY).toString());
        assertThat(fabric.keys).isEmpty();
    }

    @Test
    void the_end_of_a_key_can_be_moved_within_its_plan_and_taken_away_only_to_the_plans_own() {
        plan(DAY.multipliedBy(30), null);
        register("acme", "gold");
        KeyState key = issue(fabric.now().plus(DAY));
        Instant latest = key.getCreatedAt().plus(DAY.multipliedBy(30));

        assertThat(change(key, draft -> draft.setExpiresAt(latest.plusMillis(1)))
                        .getProblem()
                        .getErrors())
                .extracting(FieldError::getField)
                .containsExactly("/expiresAt");
        assertThat(change(key, draft -> draft.setExpiresAt(latest)).getOutcome())
                .isEqualTo(Outcome.APPLIED);
        change(key, draft -> draft.setExpiresAt(fabric.now().plus(DAY)));
        assertThat(change(key, draft -> draft.setClears(List.of("expiresAt"))).getOutcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(fabric.keys.get(key.getKeyId()).getExpiresAt()).isEqualTo(latest);
    }

    @Test
    void a_rotation_in_time_carries_a_key_on_and_no_further_than_its_life() {
        plan(DAY.multipliedBy(10), DAY.multipliedBy(4));
        register("acme", "gold");
        KeyState key = issue(null);
        assertThat(key.getExpiresAt()).isEqualTo(key.getCreatedAt().plus(DAY.multipliedBy(4)));

        fabric.pass(DAY.multipliedBy(3));
        KeyState rotated = rotate(key);
        assertThat(rotated.getExpiresAt()).isEqualTo(rotated.getChangedAt().plus(DAY.multipliedBy(4)));
        fabric.pass(DAY.multipliedBy(3));
        rotate(key);
        fabric.pass(DAY.multipliedBy(3));

        assertThat(rotate(key).getExpiresAt()).isEqualTo(key.getCreatedAt().plus(DAY.multipliedBy(10)));
    }

    @Test
    void the_end_of_a_key_that_enrols_is_moved_by_no_rotation() {
        plan(null, Duration.ofHours(1));
        register("acme", "gold");
        Command.Builder command = Commands.issue("acme", Commands.freshId(), fabric.now());
        command.setKey(KeyDraft.newBuilder(command.getKey())
                .setScopes(List.of())
                .setAudiences(List.of())
                .setIpAllowlist(List.of())
                .setEnrols(Enrolment.newBuilder()
                        .setUse(SigningUse.STAMP)
                        .setOwner("orders")
                        .setServices(List.of())
                        .build())
                .build());
        fabric.send(command.build());
        KeyState key = fabric.keys.get(command.getSubject());
        assertThat(key.getExpiresAt()).isEqualTo(key.getCreatedAt().plus(Duration.ofHours(1)));
        fabric.pass(Duration.ofMinutes(50));

        assertThat(rotate(key).getExpiresAt()).isEqualTo(key.getExpiresAt());
    }

    @Test
    void a_rotation_does_not_move_an_end_that_somebody_chose() {
        plan(null, DAY.multipliedBy(4));
        register("acme", "gold");
        Instant chosen = fabric.now().plus(DAY);
        KeyState key = issue(chosen);

        assertThat(rotate(key).getExpiresAt()).isEqualTo(chosen);
    }

    @Test
    void what_was_decided_before_a_plan_changed_stays() {
        plan(DAY.multipliedBy(30), null);
        register("acme", "gold");
        KeyState key = issue(null);
        plan(DAY, null);

        assertThat(change(key, draft -> draft.setName("renamed")).getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(fabric.keys.get(key.getKeyId()).getExpiresAt()).isEqualTo(key.getExpiresAt());
        assertThat(rotate(key).getExpiresAt()).isEqualTo(key.getExpiresAt());
    }

    @Test
    void a_plan_that_cannot_be_found_lets_no_key_be_issued_and_every_secret_be_rotated() {
        plan(DAY, null);
        register("acme", "gold");
        KeyState key = issue(null);
        fabric.plans.clear();

        assertThat(tryToIssue(null).getProblem().getErrors())
                .extracting(FieldError::getField)
                .containsExactly("/consumerId");
        assertThat(rotate(key).getExpiresAt()).isEqualTo(key.getExpiresAt());
    }

    @Test
    void a_plan_without_bounds_leaves_keys_without_an_end() {
        plan(null, null);
        register("acme", "gold");

        assertThat(issue(null).getExpiresAt()).isNull();
    }

    @Test
    void a_secret_that_a_repeat_makes_again_carries_the_end_on_as_a_rotation_does() {
        plan(null, DAY);
        register("acme", "gold");
        Command issue = issuing(null);
        fabric.send(issue);
        fabric.pass(Duration.ofHours(6));

        Decision repeated = fabric.send(Command.newBuilder(issue)
                .setAttempt("again")
                .setExpiresAt(fabric.now().plusSeconds(60))
                .setSecret(Commands.secret("made again"))
                .build());

        assertThat(repeated.result().getOutcome()).isEqualTo(Outcome.APPLIED);
        assertThat(fabric.keys.get(issue.getSubject()).getExpiresAt())
                .isEqualTo(fabric.now().plus(DAY));
    }

    private void plan(Duration maxLifetime, Duration rotateEvery) {
        CommandResult result = fabric.send(Commands.plan("gold", fabric.now())
                        .setPlan(PlanDraft.newBuilder()
                                .setName("Gold")
                                .setRateLimits(List.of())
                                .setQuotas(List.of())
                                .setMaxLifetimeSeconds(maxLifetime == null ? null : maxLifetime.toSeconds())
                                .setRotateEverySeconds(rotateEvery == null ? null : rotateEvery.toSeconds())
                                .build()))
                .result();
        assertThat(result.getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    private CommandResult register(String id, String plan) {
        return fabric.send(Commands.register(id, fabric.now())
                        .setConsumer(ConsumerDraft.newBuilder()
                                .setName("Acme Inc.")
                                .setPlan(plan)
                                .build()))
                .result();
    }

    private CommandResult update(String id, ConsumerDraft.Builder draft) {
        return fabric.send(Commands.consumer(id, CommandType.UPDATE_CONSUMER, fabric.now())
                        .setConsumer(draft.build()))
                .result();
    }

    private CommandResult tryToIssue(Instant expiresAt) {
        return fabric.send(issuing(expiresAt)).result();
    }

    private KeyState issue(Instant expiresAt) {
        Command command = issuing(expiresAt);
        fabric.send(command);
        return fabric.keys.get(command.getSubject());
    }

    private Command issuing(Instant expiresAt) {
        Command.Builder command = Commands.issue("acme", Commands.freshId(), fabric.now());
        command.setKey(
                KeyDraft.newBuilder(command.getKey()).setExpiresAt(expiresAt).build());
        return command.build();
    }

    private CommandResult change(KeyState key, Consumer<KeyDraft.Builder> change) {
        KeyDraft.Builder draft = KeyDraft.newBuilder();
        change.accept(draft);
        return fabric.send(Commands.key(key.getKeyId(), CommandType.UPDATE_KEY, fabric.now())
                        .setKey(draft.build()))
                .result();
    }

    private KeyState rotate(KeyState key) {
        assertThat(fabric.send(Commands.key(key.getKeyId(), CommandType.ROTATE_KEY, fabric.now()))
                        .result()
                        .getOutcome())
                .isEqualTo(Outcome.APPLIED);
        return fabric.keys.get(key.getKeyId());
    }
}
