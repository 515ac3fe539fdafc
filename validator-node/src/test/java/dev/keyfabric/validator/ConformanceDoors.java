package dev.keyfabric.validator;

import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every way to ask one node about one key, each told in a word or two. */
final class ConformanceDoors implements AutoCloseable {
    static final List<String> ALL = List.of("validate", "batch", "authorize", "route", "check", "introspect", "engine");

    private static final List<String> HEADERS = List.of("Bearer", "ApiKey", "X-API-Key");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ValidatorNode node;
    private final Http http;
    private final Envoy envoy;

    ConformanceDoors(ValidatorNode node) {
        this.node = node;
        this.http = new Http(node.url());
        this.envoy = new Envoy(node.grpcPort());
    }

    /** What is asked: policies are NORMAL, NEVER (a scope that nobody has), TOKEN (demanded), BAD. */
    record Asking(List<String> keys, String policy) {}

    static List<String> carriers(String door) {
        return List.of("authorize", "route", "check").contains(door) ? HEADERS : List.of("body");
    }

    /** The series that counts a door's verdicts; null = none does. */
    static String counted(String door) {
        return switch (door) {
            case "route" -> "authorize";
            case "engine" -> null;
            default -> door;
        };
    }

    double count(String door, String code) {
        String name = "keyfabric_verdicts_total{code=\"" + code + "\",door=\"" + door + "\"} ";
        return http.get("/prometheus")
                .raw()
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    /** The answer in words, or null when the door cannot be asked so. */
    String ask(String door, String carrier, Asking asking) {
        boolean body = carriers(door).size() == 1;
        if (body && (asking.keys().size() > 1 || asking.policy().equals("BAD"))) {
            return null;
        }
        String key = asking.keys().isEmpty() ? null : asking.keys().get(0);
        boolean introspects = door.equals("introspect") || door.equals("engine");
        if (introspects && (asking.policy().equals("TOKEN") || key == null)) {
            return null;
        }
        return switch (door) {
            case "validate" -> verdict(http.validate(question(key, asking.policy())), "");
            case "batch" ->
                verdict(
                        http.ask(
                                "POST",
                                "/v1/validate/batch",
                                "{\"items\":[" + question(key, asking.policy()) + "]}",
                                "Content-Type",
                                "application/json"),
                        "/items/0");
            case "authorize" -> status(http.get(path(asking.policy()), headers(carrier, asking)));
            case "route" ->
                status(http.get(
                        "/v1/authorize/r/" + asking.policy().toLowerCase(java.util.Locale.ROOT) + "/x",
                        headers(carrier, asking)));
            case "check" -> checked(carrier, asking);
            case "introspect" -> introspected(key, asking.policy());
            default -> {
                var verdict =
                        node.engine().judge(new Question(Credential.of(key), "orders", scopes(asking.policy()), null));
                yield verdict.code().name();
            }
        };
    }

    private static List<String> scopes(String policy) {
        return policy.equals("NEVER") ? List.of("orders:never") : List.of("orders:read");
    }

    private static String question(String key, String policy) {
        return "{" + (key == null ? "" : "\"key\":\"" + key + "\",") + "\"audience\":\"orders\",\"scopes\":[\""
                + scopes(policy).get(0) + "\"],\"token\":" + policy.equals("TOKEN") + "}";
    }

    private static String path(String policy) {
        return "/v1/authorize?audience=orders&scope=" + scopes(policy).get(0)
                + (policy.equals("TOKEN") ? "&token=true" : "") + (policy.equals("BAD") ? "&role=admin" : "");
    }

    private static Map<String, String> extensions(String policy) {
        Map<String, String> extensions = new LinkedHashMap<>();
        extensions.put("audience", "orders");
        extensions.put("scope", scopes(policy).get(0));
        if (policy.equals("TOKEN")) {
            extensions.put("token", "true");
        }
        if (policy.equals("BAD")) {
            extensions.put("role", "admin");
        }
        return extensions;
    }

    private static String[] headers(String carrier, Asking asking) {
        List<String> headers = new ArrayList<>();
        for (String key : asking.keys()) {
            boolean own = carrier.equals("X-API-Key");
            headers.add(own ? carrier : "Authorization");
            headers.add(own ? key : carrier + " " + key);
        }
        return headers.toArray(String[]::new);
    }

    private String checked(String carrier, Asking asking) {
        CheckResponse response = envoy.check(extensions(asking.policy()), request -> {
            String[] headers = headers(carrier, asking);
            for (int i = 0; i < headers.length; i += 2) {
                request.getHeaderMapBuilder()
                        .addHeadersBuilder()
                        .setKey(headers[i])
                        .setValue(headers[i + 1]);
            }
        });
        return response.hasOkResponse()
                ? "200"
                : String.valueOf(response.getDeniedResponse().getStatus().getCodeValue());
    }

    private String introspected(String key, String policy) {
        Http.Answer answer = http.ask(
                "POST",
                "/v1/introspect",
                "token=" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "&audience=orders&scope="
                        + scopes(policy).get(0),
                "Content-Type",
                FORM);
        return answer.status() != 200
                ? String.valueOf(answer.status())
                : answer.json().get("active").asBoolean() ? "active" : "inactive";
    }

    private static String verdict(Http.Answer answer, String at) {
        return answer.status() + " " + answer.json().at(at + "/code").asText();
    }

    private static String status(Http.Answer answer) {
        return String.valueOf(answer.status());
    }

    @Override
    public void close() {
        envoy.close();
    }
}
