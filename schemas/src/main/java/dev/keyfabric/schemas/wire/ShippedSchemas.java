package dev.keyfabric.schemas.wire;

import dev.keyfabric.schemas.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Every schema version that values on the bus may have, read from {@code released/index.tsv} beside this class. A
 * change of {@code bus.avdl} becomes a new line there; a test holds old and new against each other.
 */
public final class ShippedSchemas {
    static {
        TrustedClasses.trustOurs();
    }

    private static final String FOLDER = "released/";
    private static final Map<Integer, ShippedSchema> BY_ID = load();
    private static final Map<String, Integer> NEWEST = newest(BY_ID.values());

    private ShippedSchemas() {}

    public static Collection<ShippedSchema> all() {
        return BY_ID.values();
    }

    static int newestIdOf(String fullName) {
        Integer id = NEWEST.get(fullName);
        if (id == null) {
            throw new IllegalArgumentException(fullName + " is the value of no topic");
        }
        return id;
    }

    private static Map<Integer, ShippedSchema> load() {
        Map<Integer, ShippedSchema> schemas = new TreeMap<>();
        try (BufferedReader index =
                new BufferedReader(new InputStreamReader(open("index.tsv"), StandardCharsets.UTF_8))) {
            for (String line : index.lines().filter(l -> !l.startsWith("#")).toList()) {
                String[] cells = line.split("\t", -1);
                Topic topic = Topic.ofId(cells[1]).orElseThrow(() -> new IllegalStateException("no topic " + cells[1]));
                ShippedSchema schema = new ShippedSchema(
                        Integer.parseInt(cells[0]), topic, Integer.parseInt(cells[2]), parse(cells[3]));
                if (schemas.put(schema.id(), schema) != null) {
                    throw new IllegalStateException("schema id " + schema.id() + " is given twice");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(schemas);
    }

    private static Schema parse(String file) throws IOException {
        try (InputStream in = open(file)) {
            return new Schema.Parser().parse(in);
        }
    }

    private static InputStream open(String file) {
        InputStream in = ShippedSchemas.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IllegalStateException("missing resource " + FOLDER + file);
        }
        return in;
    }

    private static Map<String, Integer> newest(Collection<ShippedSchema> schemas) {
        Map<String, Integer> newest = new HashMap<>();
        for (ShippedSchema schema : schemas) {
            newest.merge(schema.schema().getFullName(), schema.id(), Math::max);
        }
        return newest;
    }
}
