package dev.keyfabric.registry.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.body.Members;
import dev.keyfabric.schemas.event.OnRevoked;
import dev.keyfabric.schemas.event.Route;
import dev.keyfabric.schemas.event.ServiceDraft;
import dev.keyfabric.schemas.event.StampPolicy;
import dev.keyfabric.schemas.event.StampProfile;
import dev.keyfabric.schemas.event.StampTime;
import dev.keyfabric.schemas.event.StampedTombstones;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceDraftsTest {
    @Test
    void whatIsLeftOutHasTheStricterDefault() {
        ServiceDraft draft = read(json("{\"name\":\"Orders\",\"routes\":[{\"id\":\"r\"}],"
                + "\"stampPolicies\":[{\"topic\":\"orders.created.v1\"}]}"));

        assertThat(draft.getExplain()).isFalse();
        assertThat(draft.getMetadata()).isFalse();
        assertThat(draft.getStalenessBoundMs()).isNull();
        assertThat(draft.getAudiences()).isEmpty();
        assertThat(draft.getRoutes()).containsExactly(new Route("r", null, List.of(), true));
        assertThat(draft.getStampPolicies())
                .containsExactly(new StampPolicy(
                        "orders.created.v1",
                        StampProfile.SIGNED,
                        StampTime.APPEND,
                        300L,
                        List.of(),
                        OnRevoked.REJECT_COMPROMISED,
                        StampedTombstones.REFUSED,
                        false));
    }

    @Test
    void everyFieldIsRead() {
        ServiceDraft draft = read(json("""
                {"name":"Orders","audiences":["payments"],"scopes":["orders:*"],
                 "routes":[{"id":"r","audience":"orders","scopes":["orders:read"],"token":false}],
                 "stalenessBound":"PT12H","explain":true,"metadata":true,
                 "stampPolicies":[{"topic":"t","profile":"evidence","time":"create","maxDelay":"PT1H",
                  "allowedProducers":["orders","billing"],"onRevoked":"accept","tombstones":"stamped","exchange":true}]}
                """));

        assertThat(draft)
                .isEqualTo(new ServiceDraft(
                        "Orders",
                        List.of("payments"),
                        List.of("orders:*"),
                        List.of(new Route("r", "orders", List.of("orders:read"), false)),
                        43_200_000L,
                        List.of(new StampPolicy(
                                "t",
                                StampProfile.EVIDENCE,
                                StampTime.CREATE,
                                3600L,
                                List.of("orders", "billing"),
                                OnRevoked.ACCEPT,
                                StampedTombstones.STAMPED,
                                true)),
                        true,
                        true));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("{}", "/name:REQUIRED"),
                arguments(
                        "{\"name\":7,\"audiences\":\"a\",\"scopes\":[1],\"routes\":{},\"stalenessBound\":\"1h\","
                                + "\"stampPolicies\":[7],\"explain\":\"yes\",\"metadata\":{},\"x\":1}",
                        "/name:WRONG_TYPE /audiences:WRONG_TYPE /scopes/0:WRONG_TYPE /routes:WRONG_TYPE"
                                + " /stalenessBound:INVALID_FORMAT /stampPolicies/0:WRONG_TYPE /explain:WRONG_TYPE"
                                + " /metadata:WRONG_TYPE /x:UNKNOWN_MEMBER"),
                arguments(
                        "{\"name\":\"n\",\"routes\":[{\"audience\":7,\"scopes\":\"s\",\"token\":1,\"y\":0}]}",
                        "/routes/0/id:REQUIRED /routes/0/audience:WRONG_TYPE /routes/0/scopes:WRONG_TYPE"
                                + " /routes/0/token:WRONG_TYPE /routes/0/y:UNKNOWN_MEMBER"),
                arguments(
                        "{\"name\":\"n\",\"stampPolicies\":[{\"topic\":\"t\"},{\"profile\":\"SIGNED\",\"time\":\"now\","
                                + "\"maxDelay\":300,\"allowedProducers\":{},\"onRevoked\":\"reject_compromised\","
                                + "\"tombstones\":\"unknown\",\"exchange\":null,\"z\":0}]}",
                        "/stampPolicies/1/topic:REQUIRED /stampPolicies/1/profile:INVALID_FORMAT"
                                + " /stampPolicies/1/time:INVALID_FORMAT /stampPolicies/1/maxDelay:WRONG_TYPE"
                                + " /stampPolicies/1/allowedProducers:WRONG_TYPE"
                                + " /stampPolicies/1/onRevoked:INVALID_FORMAT"
                                + " /stampPolicies/1/tombstones:INVALID_FORMAT /stampPolicies/1/z:UNKNOWN_MEMBER"),
                arguments(
                        "{\"name\":\"n\",\"stampPolicies\":[{\"topic\":\"t\",\"maxDelay\":\"PT0.5S\"}]}",
                        "/stampPolicies/0/maxDelay:INVALID_FORMAT"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void everyFaultIsToldAtOnceWithItsPlace(String text, String faults) {
        JsonBody body = json(text);

        read(body);

        assertThat(body.faults().stream().map(f -> f.field() + ":" + f.code()).toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(faults.split(" ")));
    }

    @Test
    void aBoundThatHasNoFormInMillisecondsIsLongerThanAnyMayBe() {
        assertThat(read(json("{\"name\":\"n\",\"stalenessBound\":\"PT900000000000000000S\"}"))
                        .getStalenessBoundMs())
                .isEqualTo(Long.MAX_VALUE);
    }

    private static JsonBody json(String text) {
        return JsonBody.parse(text.getBytes(UTF_8));
    }

    private static ServiceDraft read(JsonBody body) {
        Members members = body.members();
        ServiceDraft draft = ServiceDrafts.read(members);
        members.end();
        return draft;
    }
}
