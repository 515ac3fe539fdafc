package dev.keyfabric.quickstart.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The YAML under {@code deploy/}, read with doubled keys refused. */
final class DeployYaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeployYaml() {}

    static JsonNode one(String file) {
        List<JsonNode> documents = all(file);
        if (documents.size() != 1) {
            throw new IllegalArgumentException(file + " holds " + documents.size() + " documents");
        }
        return documents.get(0);
    }

    static List<JsonNode> all(String file) {
        try {
            return documents(Files.readString(ComposeFile.ROOT.resolve("deploy").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }
}
