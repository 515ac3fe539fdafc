package dev.keyfabric.quickstart.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.StatusCode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the files for Envoy and Istio without either: they are what Envoy's own messages say. */
class EnvoyFilesTest {
    private static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(List.of(
                    HttpConnectionManager.getDescriptor(),
                    HeaderMutation.getDescriptor(),
                    ExtAuthz.getDescriptor(),
                    ExtAuthzPerRoute.getDescriptor(),
                    Router.getDescriptor(),
                    HttpProtocolOptions.getDescriptor()))
            .build();

    /** Strict: an unknown field or type is an error, as at Envoy. */
    private static <B extends Message.Builder> B read(JsonNode json, B into) throws InvalidProtocolBufferException {
        JsonFormat.parser().usingTypeRegistry(TYPES).merge(json.toString(), into);
        return into;
    }

    private static HttpConnectionManager manager(JsonNode bootstrap) throws InvalidProtocolBufferException {
        Any any = read(bootstrap, Bootstrap.newBuilder())
                .getStaticResources()
                .getListeners(0)
                .getFilterChains(0)
                .getFilters(0)
                .getTypedConfig();
        return any.unpack(HttpConnectionManager.class);
    }

    private static ExtAuthz asking(HttpConnectionManager manager) throws InvalidProtocolBufferException {
        return manager.getHttpFilters(0).getTypedConfig().unpack(ExtAuthz.class);
    }

    private static Set<String> removed(HttpConnectionManager manager) throws InvalidProtocolBufferException {
        Set<String> removed = new TreeSet<>();
        manager.getEarlyHeaderMutationExtensions(0)
                .getTypedConfig()
                .unpack(HeaderMutation.class)
                .getMutationsList()
                .forEach(mutation -> removed.add(mutation.getRemove()));
        return removed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"envoy/grpc.yaml", "envoy/http.yaml"})
    void aFileIsWhatEnvoysMessagesSayAndFailsClosed(String file) throws InvalidProtocolBufferException {
        HttpConnectionManager manager = manager(DeployYaml.one(file));

        ExtAuthz asking = asking(manager);
        assertThat(asking.getFailureModeAllow()).isFalse();
        assertThat(asking.getStatusOnError().getCode()).isEqualTo(StatusCode.ServiceUnavailable);
        assertThat(manager.getUseRemoteAddress().getValue()).isTrue();
        assertThat(manager.getRouteConfig().getVirtualHostsList())
                .allSatisfy(host -> assertThat(host.getRequestHeadersToRemoveList())
                        .containsExactlyInAnyOrder("authorization", "x-api-key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"envoy/grpc.yaml", "envoy/http.yaml"})
    void theCallersOwnIdentityGoesByEveryNameThatAServiceMayTakeForIt(String file)
            throws InvalidProtocolBufferException {
        HttpConnectionManager manager = manager(DeployYaml.one(file));

        assertThat(removed(manager)).containsAll(IdentityNames.withAliases("-."));
        assertThat(removed(manager)).doesNotContain("x-api-key", "authorization");
        assertThat(manager.getCommonHttpProtocolOptions()
                        .getHeadersWithUnderscoresAction()
                        .name())
                .isEqualTo("DROP_HEADER");
    }

    @Test
    void byGrpcEveryRouteNamesItsPolicy() throws InvalidProtocolBufferException {
        HttpConnectionManager manager = manager(DeployYaml.one("envoy/grpc.yaml"));

        assertThat(asking(manager).hasGrpcService()).isTrue();
        for (Route route : manager.getRouteConfig().getVirtualHosts(0).getRoutesList()) {
            assertThat(route.getTypedPerFilterConfigOrThrow("envoy.filters.http.ext_authz")
                            .unpack(ExtAuthzPerRoute.class)
                            .getCheckSettings()
                            .getContextExtensionsMap())
                    .containsEntry("audience", "orders");
        }
    }

    @Test
    void byHttpExactlyTheIdentityHeadersReachTheService() throws InvalidProtocolBufferException {
        ExtAuthz asking = asking(manager(DeployYaml.one("envoy/http.yaml")));

        assertThat(asking.getHttpService().getPathPrefix()).startsWith("/v1/authorize/r/");
        assertThat(asking.getHttpService()
                        .getAuthorizationResponse()
                        .getAllowedUpstreamHeaders()
                        .getPatternsList())
                .extracting(StringMatcher::getExact)
                .containsExactlyElementsOf(IdentityNames.ALL);
    }

    @Test
    void aMisspeltFieldIsFound() {
        JsonNode file = DeployYaml.one("envoy/grpc.yaml");
        ObjectNode asking = (ObjectNode) file.at(
                "/static_resources/listeners/0/filter_chains/0/filters/0/typed_config/http_filters/0/typed_config");
        asking.put("failure_mode_alow", true);

        assertThatThrownBy(() -> manager(file)).hasMessageContaining("failure_mode_alow");
    }

    @Test
    void istioTakesAwayWhatEnvoyTakesAway() throws InvalidProtocolBufferException {
        JsonNode filter = ofKind("EnvoyFilter");

        HttpConnectionManager patched = read(filter.at("/spec/configPatches/0/patch/value"), Filter.newBuilder())
                .getTypedConfig()
                .unpack(HttpConnectionManager.class);

        assertThat(removed(patched)).isEqualTo(removed(manager(DeployYaml.one("envoy/http.yaml"))));
    }

    @Test
    void istioAsksAboutEveryPathAndFailsClosed() {
        JsonNode provider = DeployYaml.one("istio/provider.yaml").at("/extensionProviders/0");
        JsonNode policy = ofKind("AuthorizationPolicy");

        assertThat(provider.at("/envoyExtAuthzHttp/failOpen").asBoolean(true)).isFalse();
        assertThat(provider.at("/envoyExtAuthzHttp/statusOnError").asText()).isEqualTo("503");
        assertThat(provider.at("/envoyExtAuthzHttp/headersToUpstreamOnAllow"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(IdentityNames.ALL);
        assertThat(policy.at("/spec/action").asText()).isEqualTo("CUSTOM");
        assertThat(policy.at("/spec/provider/name").asText())
                .isEqualTo(provider.at("/name").asText());
        assertThat(policy.at("/spec/rules").toString()).isEqualTo("[{}]");
    }

    private static JsonNode ofKind(String kind) {
        return DeployYaml.all("istio/gateway.yaml").stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
