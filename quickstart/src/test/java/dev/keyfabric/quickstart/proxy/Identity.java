package dev.keyfabric.quickstart.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The identity that the validator gives a key, and what of a request that reached the service is not it. */
final class Identity {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "txn-token";
    private static final String REMAINING = "x-ratelimit-remaining";

    private final String key;
    private final String consumer;
    private final Map<String, String> values;

    /** @param key the plaintext, which no service ever sees */
    Identity(String key, String keyId, String consumer, String scopes, String plan) {
        this.key = key;
        this.consumer = consumer;
        this.values = Map.of(
                "x-consumer-id", consumer,
                "x-consumer-scopes", scopes,
                "x-consumer-plan", plan,
                "x-consumer-key-id", keyId);
    }

    /**
     * Every fault of a request as the service got it; none = it is the validator's word, once, and nothing else.
     *
     * @param address whence it came
     */
    List<String> faults(ProxyProgram program, String address, Message request) {
        List<String> faults = new ArrayList<>();
        values.forEach((name, value) -> one(request, name, faults).stream()
                .filter(got -> !got.equals(value))
                .forEach(got -> faults.add(name + " is not the validator's")));
        one(request, TOKEN, faults).stream()
                .filter(got -> !isOfThisConsumer(got))
                .forEach(got -> faults.add(TOKEN + " is not the validator's"));
        one(request, REMAINING, faults).stream()
                .filter(got -> !got.matches("-|[0-9]{1,9}") || got.equals("99"))
                .forEach(got -> faults.add(REMAINING + " is not the validator's"));
        one(request, "x-forwarded-for", faults).stream()
                .filter(got -> !got.equals(address))
                .forEach(got -> faults.add("x-forwarded-for is not the proxy's"));
        others(program, request, faults);
        framing(program, request, faults);
        return faults;
    }

    private static List<String> one(Message request, String name, List<String> faults) {
        List<Message.Field> found =
                request.fields().stream().filter(f -> f.folded().equals(name)).toList();
        if (found.size() != 1 || !found.get(0).name().equalsIgnoreCase(name)) {
            faults.add(name + " stands there as "
                    + found.stream().map(Message.Field::name).toList());
        }
        return found.stream().map(Message.Field::value).toList();
    }

    private void others(ProxyProgram program, Message request, List<String> faults) {
        Set<String> nominated = request.fields().stream()
                .filter(f -> f.folded().equals("connection"))
                .flatMap(f -> List.of(f.value().toLowerCase(Locale.ROOT).split("[ ,]+", -1)).stream())
                .collect(Collectors.toSet());
        for (Message.Field field : request.fields()) {
            String name = field.folded();
            boolean ours = values.containsKey(name) || name.equals(TOKEN) || name.equals(REMAINING);
            if (nominated.contains(name) && ours) {
                faults.add("Connection names " + name);
            }
            if (!ours && name.startsWith("x-consumer-") && program.takesAwayByPrefix()) {
                faults.add("the caller's " + name + " passed");
            }
            if (Set.of("authorization", "x-api-key", "x-real-ip", "forwarded").contains(name)) {
                faults.add("the caller's " + name + " passed");
            }
            if (field.value().matches("(?s).*[\\r\\n\\x00].*") || field.name().matches("(?s).*[\\r\\n\\x00].*")) {
                faults.add("a control character passed in " + name);
            }
        }
        if (new String(request.raw(), StandardCharsets.ISO_8859_1).contains(key)) {
            faults.add("the key passed");
        }
    }

    private void framing(ProxyProgram program, Message request, List<String> faults) {
        List<String> framing = request.fields().stream()
                .map(Message.Field::folded)
                .filter(name -> name.equals("content-length") || name.equals("transfer-encoding"))
                .toList();
        if (framing.size() > 1) {
            faults.add("framed by " + framing);
        }
        if (program.dropsTrailers() && !request.trailers().isEmpty()) {
            faults.add("trailers passed");
        }
    }

    private boolean isOfThisConsumer(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            return claims.path("sub").asText().equals(consumer);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Holds a key. */
    @Override
    public String toString() {
        return "Identity[" + consumer + "]";
    }
}
