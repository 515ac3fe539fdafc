package dev.keyfabric.benchmarks.http;

import static dev.keyfabric.benchmarks.http.Questions.authorize;
import static dev.keyfabric.benchmarks.http.Questions.validate;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Requests a second and processor time for each, of a validator and of the least that a server on Netty costs. Run by
 * {@code benchmarks/http}.
 */
public final class HttpVerdicts {
    private static final String BARE = "bare Netty, 204";
    private static final String ROCKS = "bare Netty, SHA-256, RocksDB";

    private HttpVerdicts() {}

    /** Arguments: a folder, a number of keys, of rounds, of seconds for each turn. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int keys = Integer.parseInt(args[1]);
        Ways ways = new Ways(keys, Integer.parseInt(args[2]), Duration.ofSeconds(Integer.parseInt(args[3])));
        try (Server bare = Server.bare();
                Server rocks = Server.rocks(folder.resolve("rocks"), keys);
                Server validator = Server.validator(folder.resolve("validator"), keys)) {
            ways.add(BARE, bare, 204, i -> authorize(i, ""));
            ways.add(ROCKS, rocks, 200, i -> authorize(i, ""));
            ways.add("validator, authorize", validator, 200, i -> authorize(i, ""));
            ways.add("validator, validate", validator, 200, i -> validate(i, ""));
            // Whose numbers begin where those of the keys that are held end.
            ways.add("validator, authorize, unknown keys", validator, 401, i -> authorize(keys + i, ""));
            ways.run();
            ways.print(BARE, ROCKS);
        }
        System.exit(0);
    }
}
