package dev.keyfabric.context.dsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One case of a file of vectors: lines {@code name value}, attributes as {@code attribute name value}. */
record DsseVector(String name, Map<String, String> attributes, Map<String, String> lines) {
    static List<DsseVector> read(String file) {
        List<DsseVector> vectors = new ArrayList<>();
        for (String line : content(file).split("\n", -1)) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("case")) {
                vectors.add(new DsseVector(words[1], new LinkedHashMap<>(), new LinkedHashMap<>()));
            } else if (words[0].equals("attribute")) {
                String[] attribute = words[1].split(" ", 2);
                vectors.get(vectors.size() - 1).attributes.put(attribute[0], attribute[1]);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                vectors.get(vectors.size() - 1).lines.put(words[0], words[1]);
            }
        }
        return vectors;
    }

    AttributeValues event() {
        return name -> {
            String value = attributes.get(name);
            return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        };
    }

    String text(String line) {
        return lines.get(line);
    }

    byte[] hex(String line) {
        return HexFormat.of().parseHex(lines.get(line));
    }

    List<String> signed() {
        String names = lines.get("signed");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    VerificationMaterial material() throws Exception {
        return VerificationMaterial.of(event(), Sha256.of(hex("data")), signed());
    }

    @Override
    public String toString() {
        return name;
    }

    private static String content(String file) {
        try (InputStream in = DsseVector.class.getResourceAsStream("/dsse/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
