package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.openapi.ApiDocument;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document says what the running registry routes; no broker is needed for that. */
class OpenApiRoutesTest {
    @Test
    void everyRouteIsInTheDocumentWithItsRolesAndNoOther() {
        Map<String, Set<String>> routes = new TreeMap<>();
        try (KeyRegistry registry =
                KeyRegistry.start(Registries.settings("127.0.0.1:1", Registries.folder("openapi")))) {
            registry.context
                    .getBean(Router.class)
                    .uriRoutes()
                    .filter(route -> isOfTheInterface(template(route)))
                    .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                    .forEach(route -> routes.put(route.getHttpMethodName() + " " + template(route), roles(route)));
            Api nobody = new Api(registry.url(), null);
            assertThat(nobody.get("/openapi.yml").text()).isEqualTo(ApiDocument.text());
            assertThat(nobody.get("/openapi.yml").header("Content-Type")).startsWith("application/yaml");
        }
        assertThat(ApiDocument.roles()).isEqualTo(routes);
    }

    private static boolean isOfTheInterface(String path) {
        return path.startsWith("/v1/")
                || path.startsWith("/login")
                || path.startsWith("/.well-known")
                || path.startsWith("/openapi");
    }

    private static String template(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString();
    }

    /** Nobody is listed where everybody may ask, or who may is decided by what the request proves. */
    private static Set<String> roles(UriRouteInfo<?, ?> route) {
        Set<String> roles =
                new TreeSet<>(Arrays.asList(route.getAnnotationMetadata().stringValues(Secured.class)));
        roles.remove(SecurityRule.IS_ANONYMOUS);
        return roles;
    }
}
