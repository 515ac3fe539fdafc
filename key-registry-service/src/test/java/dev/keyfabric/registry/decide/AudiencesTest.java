package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.ServiceDraft;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the services that a key is for let it carry. */
class AudiencesTest {
    private final MemoryState fabric = new MemoryState();

    @BeforeEach
    void a_consumer_and_two_services() {
        fabric.send(Commands.register("acme", fabric.now()));
        define("orders", List.of("orders:*", "reports:read"));
        define("payments", List.of("payments:write"));
    }

    @Test
    void each_service_that_nobody_defined_is_named() {
        assertThat(issue(List.of("orders", "nobody", "payments", "nothing"), List.of())
                        .getProblem()
                        .getErrors())
                .extracting(FieldError::getField, FieldError::getCode)
                .containsExactly(
                        tuple("/audiences/1", "UNKNOWN_REFERENCE"), tuple("/audiences/3", "UNKNOWN_REFERENCE"));
        assertThat(fabric.keys).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "orders:read, true",
        "orders:items:read, true",
        "orders:*, true",
        "reports:read, true",
        "payments:write, true",
        "orders, false",
        "reports:*, false",
        "reports:read:all, false",
        "payments:*, false",
        "*, false"
    })
    void a_scope_must_lie_within_those_of_one_of_the_services(String scope, boolean allowed) {
        CommandResult result = issue(List.of("orders", "payments"), List.of("orders:list", scope));

        if (allowed) {
            assertThat(result.getOutcome()).isEqualTo(Outcome.APPLIED);
        } else {
            assertThat(result.getProblem().getErrors())
                    .extracting(FieldError::getField, FieldError::getCode)
                    .containsExactly(tuple("/scopes/1", "NOT_ALLOWED"));
        }
    }

    @Test
    void a_service_that_names_no_scopes_takes_any() {
        define("open", List.of());

        assertThat(issue(List.of("payments", "open"), List.of("what:ever")).getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void a_key_for_no_service_in_particular_is_bound_by_none() {
        assertThat(issue(List.of(), List.of("what:ever")).getOutcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void a_change_of_either_is_checked_with_the_other_and_any_other_change_is_not() {
        Command issue = issuing(List.of("orders"), List.of("orders:read"));
        fabric.send(issue);
        String key = issue.getSubject();

        assertThat(update(key, KeyDraft.newBuilder().setScopes(List.of("payments:write")))
                        .getProblem()
                        .getErrors())
                .extracting(FieldError::getField)
                .containsExactly("/scopes/0");
        assertThat(update(key, KeyDraft.newBuilder().setAudiences(List.of("payments")))
                        .getProblem()
                        .getErrors())
                .extracting(FieldError::getField)
                .containsExactly("/scopes/0");
        define("orders", List.of("reports:read"));
        assertThat(update(key, KeyDraft.newBuilder().setName("renamed")).getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    private void define(String service, List<String> scopes) {
        ServiceDraft draft = ServiceDraft.newBuilder(
                        Commands.define(service, fabric.now()).getService())
                .setScopes(scopes)
                .setRoutes(List.of())
                .build();
        assertThat(fabric.send(Commands.define(service, fabric.now()).setService(draft))
                        .result()
                        .getOutcome())
                .isEqualTo(Outcome.APPLIED);
    }

    private CommandResult issue(List<String> audiences, List<String> scopes) {
        return fabric.send(issuing(audiences, scopes)).result();
    }

    private Command issuing(List<String> audiences, List<String> scopes) {
        return Commands.issue("acme", Commands.freshId(), fabric.now())
                .setKey(KeyDraft.newBuilder()
                        .setName("a key")
                        .setEnvironment(Environment.LIVE)
                        .setAudiences(audiences)
                        .setScopes(scopes)
                        .build())
                .build();
    }

    private CommandResult update(String keyId, KeyDraft.Builder draft) {
        return fabric.send(Commands.key(keyId, CommandType.UPDATE_KEY, fabric.now())
                        .setKey(draft.build()))
                .result();
    }
}
