package dev.keyfabric.registry.console.page;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Style, scripts and the mark of the console: a handful of files of this build, held in memory. */
@Controller("/console/assets")
@Secured(SecurityRule.IS_ANONYMOUS)
public final class Assets {
    private static final Map<String, MediaType> FILES = Map.of(
            "console.css", MediaType.of("text/css; charset=utf-8"),
            "console.js", MediaType.of("text/javascript; charset=utf-8"),
            "theme.js", MediaType.of("text/javascript; charset=utf-8"),
            "mark.svg", MediaType.of("image/svg+xml"));

    private final Map<String, byte[]> contents = new TreeMap<>();
    private final String build;

    Assets() {
        FILES.keySet().forEach(name -> contents.put(name, read(name)));
        MessageDigest digest = sha256();
        contents.values().forEach(digest::update);
        build = HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** Changes whenever a file does. */
    String build() {
        return build;
    }

    /** A file; {@code build} stands in the path so that a browser may keep it for ever. */
    @Get("/{build}/{name}")
    HttpResponse<byte[]> file(String build, String name) {
        byte[] content = contents.get(name);
        if (content == null || !build.equals(this.build)) {
            throw new ProblemException(Problem.notFound("there is no such file"));
        }
        return HttpResponse.ok(content)
                .contentType(FILES.get(name))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/dev/keyfabric/registry/console/" + name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
