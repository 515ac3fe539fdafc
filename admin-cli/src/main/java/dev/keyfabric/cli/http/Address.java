package dev.keyfabric.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/** Paths and queries of requests. */
public final class Address {
    private Address() {}

    /** A path of segments, each encoded: an id can never leave its place. */
    public static String path(String... segments) {
        StringJoiner path = new StringJoiner("/", "/", "");
        for (String segment : segments) {
            path.add(encoded(segment));
        }
        return path.toString();
    }

    /** A path with a query; empty values are left out. */
    public static String query(String path, Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.add(encoded(name) + "=" + encoded(value));
            }
        });
        return path + query;
    }

    private static String encoded(String text) {
        // A segment of dots alone would be another path.
        String code = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return text.equals(".") || text.equals("..") ? code.replace(".", "%2E") : code;
    }
}
