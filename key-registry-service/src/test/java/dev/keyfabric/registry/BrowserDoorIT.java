package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.broker.Guard;
import dev.keyfabric.registry.Api.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** What a browser asks for: whose pages may ask, and TLS. */
class BrowserDoorIT {
    private static final String PAGE = "https://console.example";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @Test
    void noPageOfAnotherOriginMayAskUnlessASettingSaysSo() {
        try (KeyRegistry registry = KeyRegistry.start(Registries.settings("127.0.0.1:1", Registries.folder("cors")))) {
            Answer preflight = preflight(registry, PAGE);

            assertThat(preflight.header(ALLOWED)).isNullOrEmpty();
            assertThat(preflight.status()).isGreaterThanOrEqualTo(400);
            assertThat(new Api(registry.url(), null)
                            .get("/health/liveness", "Origin", PAGE)
                            .header(ALLOWED))
                    .isNullOrEmpty();
        }
    }

    @Test
    void pagesOfTheOriginsThatAreNamedMayAskAndNoOthers() {
        Map<String, Object> settings = Registries.settings("127.0.0.1:1", Registries.folder("cors"));
        settings.put("keyfabric.cors.origins", PAGE + ", https://other.example:8443");
        try (KeyRegistry registry = KeyRegistry.start(settings)) {
            for (String origin : List.of(PAGE, "https://other.example:8443")) {
                Answer preflight = preflight(registry, origin);
                assertThat(preflight.status()).as(preflight.text()).isEqualTo(200);
                assertThat(preflight.header(ALLOWED)).isEqualTo(origin);
                assertThat(preflight.header("Access-Control-Allow-Credentials")).isNullOrEmpty();
            }
            for (String origin : List.of(
                    "https://console.example.evil", "http://console.example", "https://console.example:444", "null")) {
                assertThat(preflight(registry, origin).header(ALLOWED))
                        .as(origin)
                        .isNullOrEmpty();
            }
        }
    }

    private static Answer preflight(KeyRegistry registry, String origin) {
        return new Api(registry.url(), null)
                .send(
                        "OPTIONS",
                        "/v1/keys",
                        null,
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type");
    }

    @Test
    void withACertificateItSpeaksTlsAloneAndMayListenBeyondThisHost() throws Exception {
        Path folder = Registries.folder("tls");
        Path store = Guard.KeyStore.selfSigned(folder.resolve("server.p12"), "secret-of-store")
                .file();
        Map<String, Object> settings = Registries.settings("127.0.0.1:1", folder.resolve("registry"));
        settings.put("keyfabric.http.host", "0.0.0.0");
        settings.put("keyfabric.dev-login.enabled", "false");
        settings.put("micronaut.server.ssl.enabled", "true");
        settings.put("micronaut.server.ssl.key-store.path", "file:" + store);
        settings.put("micronaut.server.ssl.key-store.password", "secret-of-store");
        settings.put("micronaut.server.ssl.key-store.type", "PKCS12");
        try (KeyRegistry registry = KeyRegistry.start(settings)) {
            int port = URI.create(registry.url()).getPort();
            HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trust(store)).build();

            assertThat(registry.url()).startsWith("https://");
            assertThat(trusting.send(get("https://localhost:" + port), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() ->
                            HttpClient.newHttpClient().send(get("https://localhost:" + port), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() ->
                            HttpClient.newHttpClient().send(get("http://localhost:" + port), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url + "/health/liveness")).build();
    }

    private static SSLContext trust(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "secret-of-store".toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
