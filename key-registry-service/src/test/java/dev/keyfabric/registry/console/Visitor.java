package dev.keyfabric.registry.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser with a cookie and no more: it says what browsers say, unless it is told to say something else. */
final class Visitor {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final String url;
    private String cookie = "";

    Visitor(String url) {
        this.url = url;
    }

    /** One answer. */
    record Answer(int status, String html, HttpResponse<?> raw) {
        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    String cookie() {
        return cookie;
    }

    Visitor with(String otherCookie) {
        cookie = otherCookie;
        return this;
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    /** A form with the mark of this session, as a page of it would send. */
    Answer post(String path, String... fields) {
        Map<String, String> all = new HashMap<>(Map.of("_csrf", csrf(), "_once", "o" + System.nanoTime()));
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return postRaw(path, all, "Origin", url);
    }

    Answer postRaw(String path, Map<String, String> fields, String... headers) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    Answer login(String... fields) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return postRaw("/console/login", all, "Origin", url);
    }

    /** The mark that the forms of this session carry; empty where there is no session. */
    String csrf() {
        Matcher mark = CSRF.matcher(get("/console/keys").html());
        return mark.find() ? mark.group(1) : "";
    }

    /** The lines of a stream, until it ends. */
    Stream<String> stream(String path) {
        try {
            HttpResponse<Stream<String>> response =
                    CLIENT.send(request(path).GET().build(), BodyHandlers.ofLines());
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(40));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        List<String> given = List.of(headers);
        for (int i = 0; i < given.size(); i += 2) {
            request.header(given.get(i), given.get(i + 1));
        }
        return request;
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            response.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(set -> cookie = set.contains("Max-Age=0") ? "" : set.split(";", 2)[0]);
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
