package dev.keyfabric.context.enrol;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A registry's enrolment on loopback: checks what it is sent as the real one does, and fails when a test says so. */
final class FakeRegistry implements AutoCloseable {
    static final String ROOT = "r".repeat(43);

    /** Kid that each enrolment key was used for. */
    final Map<String, String> used = new ConcurrentHashMap<>();
    /** {@code kid status} of each accepted request, repetitions included. */
    final List<String> enrolled = new CopyOnWriteArrayList<>();

    final AtomicInteger challenges = new AtomicInteger();
    volatile String owner = "orders";
    volatile String use = "stamp";
    /** What is answered instead, with which status; 0 = nothing. */
    volatile int refuse;

    volatile String refusal = "";
    /** While true, an enrolment is carried out and the connection cut instead of the answer. */
    volatile boolean losesAnswers;
    /** Changes the answer to a request that was carried out. */
    volatile UnaryOperator<String> garble = answer -> answer;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/signing-keys/challenge", exchange -> answering(exchange, this::challenge));
        server.createContext("/v1/signing-keys", exchange -> answering(exchange, this::enrol));
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private interface Handler {
        String answer(String secret, JsonObject body) throws Exception;
    }

    private void answering(HttpExchange exchange, Handler handler) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (refuse != 0 || authorization == null || !authorization.startsWith("Bearer ")) {
                reply(exchange, refuse == 0 ? 401 : refuse, refusal);
                return;
            }
            String answer = handler.answer(authorization.substring("Bearer ".length()), StrictJson.read(body));
            if (losesAnswers && !answer.contains("nonce")) {
                return;
            }
            reply(exchange, answer.contains("USED") ? 409 : 201, garble.apply(answer));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String challenge(String secret, JsonObject body) {
        return JsonText.of(Map.of("nonce", "nonce-" + challenges.incrementAndGet(), "expiresAt", "2026-11-22T00:00Z"));
    }

    private String enrol(String secret, JsonObject body) throws Exception {
        VerifyingKey key = VerifyingKey.fromJwk(body.object("publicKey").orElseThrow());
        String nonce = body.string("nonce").orElseThrow();
        VerifiedJws proof = (VerifiedJws) Jws.verify(body.string("proof").orElseThrow(), "kf-proof", KeyRing.of(key));
        if (!new String(proof.payload(), StandardCharsets.UTF_8).equals(nonce)) {
            throw new IllegalStateException("a proof of something else");
        }
        String first = used.putIfAbsent(secret, key.kid());
        if (first != null && !first.equals(key.kid())) {
            return "{\"code\":\"ENROLMENT_KEY_USED\"}";
        }
        enrolled.add(key.kid() + " " + body.string("status").orElseThrow());
        return JsonText.of(Map.of(
                "kid",
                key.kid(),
                "owner",
                owner,
                "use",
                use,
                "services",
                List.of("orders"),
                "status",
                "ACTIVE",
                "version",
                1,
                "position",
                Map.of("signing-keys.v1", 7),
                "trustRoot",
                ROOT));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
