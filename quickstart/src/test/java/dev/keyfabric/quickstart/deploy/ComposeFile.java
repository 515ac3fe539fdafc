package dev.keyfabric.quickstart.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml}, read as compose reads it: anchors and merges resolved. */
final class ComposeFile {
    /** The folder of the parent pom. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Map<String, Object> content;

    private ComposeFile(Map<String, Object> content) {
        this.content = content;
    }

    static ComposeFile ofThisTree() {
        try {
            return of(Files.readString(ROOT.resolve("docker-compose.yml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ComposeFile of(String yaml) {
        return new ComposeFile(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    Map<String, Service> services() {
        Map<String, Service> services = new LinkedHashMap<>();
        map(content.get("services")).forEach((name, service) -> services.put(name, new Service(name, map(service))));
        return services;
    }

    List<String> volumes() {
        return List.copyOf(map(content.get("volumes")).keySet());
    }

    /** One service of the file. */
    record Service(String name, Map<String, Object> content) {
        List<String> ports() {
            return texts("ports");
        }

        List<String> volumes() {
            return texts("volumes");
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            map(content.get("environment")).forEach((variable, value) -> environment.put(variable, "" + value));
            return environment;
        }

        /** The stage of the Dockerfile it is built from; empty when the image is not ours. */
        String target() {
            return String.valueOf(map(content.get("build")).getOrDefault("target", ""));
        }

        String image() {
            return String.valueOf(content.get("image"));
        }

        List<String> command() {
            return texts("command");
        }

        /** Files of this tree that are mounted, as the file names them. */
        List<String> mountedFiles() {
            return volumes().stream()
                    .filter(volume -> volume.startsWith("./"))
                    .map(volume -> volume.split(":", -1)[0])
                    .toList();
        }

        /** Volumes of the engine that are mounted, by where they are mounted. */
        Map<String, String> mountedVolumes() {
            Map<String, String> mounted = new LinkedHashMap<>();
            volumes().stream()
                    .filter(volume -> !volume.startsWith("./"))
                    .map(volume -> volume.split(":", -1))
                    .forEach(parts -> mounted.put(parts[1], parts[0]));
            return mounted;
        }

        /** What must have come so far before it starts. */
        Map<String, Object> dependsOn() {
            return map(content.get("depends_on"));
        }

        Map<String, Object> healthcheck() {
            return map(content.get("healthcheck"));
        }

        String networkMode() {
            return String.valueOf(content.getOrDefault("network_mode", ""));
        }

        private List<String> texts(String name) {
            return content.get(name) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }

    @SuppressWarnings("unchecked") // keys of a compose file are texts
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
