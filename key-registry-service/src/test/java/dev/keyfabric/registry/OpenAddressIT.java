package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAddressIT {
    @Test
    void theFolderItMakesIsItsOwnersAlone() throws IOException {
        Path data = Registries.folder("private").resolve("new/registry");
        try (KeyRegistry registry = KeyRegistry.start(Registries.settings("127.0.0.1:1", data))) {
            assertThat(registry.isReady()).isFalse();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("admin.password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void onAnAddressThatOthersReachFiguresAndDetailsAreForThoseWhoAreKnown() {
        Path data = Registries.folder("open-address");
        Map<String, Object> settings = Registries.settings("127.0.0.1:1", data);
        settings.put("keyfabric.http.host", "0.0.0.0");
        settings.put("keyfabric.insecure.any-address", "true");
        settings.put("keyfabric.insecure.dev-login-any-address", "true");
        try (KeyRegistry registry = KeyRegistry.start(settings)) {
            Api nobody = new Api(registry.url(), null);
            Api admin = Registries.admin(registry, data);

            assertThat(nobody.get("/prometheus").status()).isEqualTo(401);
            assertThat(nobody.get("/prometheus/").status()).isEqualTo(401);
            assertThat(admin.get("/prometheus").text()).contains("keyfabric_registry_ready 0");
            assertThat(nobody.get("/health").json().has("details")).isFalse();
            assertThat(admin.get("/health")
                            .json()
                            .at("/details/registry/details")
                            .has("waitsFor"))
                    .isTrue();
            assertThat(nobody.get("/health/liveness").status()).isEqualTo(200);
            assertThat(nobody.get("/health/readiness").status()).isEqualTo(503);
        }
    }
}
