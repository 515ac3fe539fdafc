package dev.keyfabric.validation.outward;

import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict.Denied;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as a caller gets it: an HTTP status, headers, and a problem (RFC 9457). Every 401 is the same bytes, so that
 * there is nothing to enumerate keys by, but for a name of its own where it has one; nothing of a request is in any of
 * them.
 */
public final class OutwardRefusal {
    /** The media type of {@link #body()}. */
    public static final String CONTENT_TYPE = "application/problem+json";

    /** Begins the type of every problem of the fabric. */
    public static final String TYPE = "urn:keyfabric:problem:";

    private static final String CHALLENGE = "Bearer realm=\"keyfabric\", ApiKey realm=\"keyfabric\"";
    private static final int UNAUTHORIZED = 401;

    /** Problems without a name, as JSON: written once, for refusals come in floods. */
    private static final Map<Code, String> PROBLEMS = new EnumMap<>(Code.class);

    static {
        for (Code code : Code.values()) {
            PROBLEMS.put(code, problem(code));
        }
    }

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private OutwardRefusal(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** What becomes of a refusal on its way out, without a name. */
    public static OutwardRefusal of(Denied denied) {
        return of(denied, null);
    }

    /**
     * What becomes of a refusal on its way out.
     *
     * @param instance the name of this answer, of {@link RequestIds}; null = none
     */
    public static OutwardRefusal of(Denied denied, @Nullable String instance) {
        Code code = denied.code();
        int status = code.httpStatus();
        Map<String, String> headers = new LinkedHashMap<>();
        if (status == UNAUTHORIZED) {
            headers.put("WWW-Authenticate", CHALLENGE);
        }
        if (denied.limits() != null) {
            headers.putAll(RateLimitFields.of(denied.limits()));
        }
        if (status == 503) {
            headers.put("Retry-After", "1");
        }
        headers.put("Cache-Control", "no-store");
        return new OutwardRefusal(status, headers, named(PROBLEMS.get(code), instance));
    }

    public int status() {
        return status;
    }

    /** By name; each once. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The problem, UTF-8; a copy. */
    public byte[] body() {
        return body.clone();
    }

    private static byte[] named(@Nullable String problem, @Nullable String instance) {
        String whole = Objects.requireNonNull(problem, "every code has its problem");
        String named = instance == null
                ? whole
                : whole.substring(0, whole.length() - 1)
                        + ","
                        + JsonText.of(Map.of("instance", instance)).substring(1);
        return named.getBytes(StandardCharsets.UTF_8);
    }

    private static String problem(Code code) {
        int status = code.httpStatus();
        String shown = status == UNAUTHORIZED ? "INVALID_CREDENTIAL" : code.name();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE + shown.toLowerCase(Locale.ROOT).replace('_', '-'));
        members.put("title", title(status));
        members.put("status", status);
        members.put("code", shown);
        members.put("detail", status == UNAUTHORIZED ? "A valid credential is needed." : detail(code));
        return JsonText.of(members);
    }

    private static String title(int status) {
        return switch (status) {
            case UNAUTHORIZED -> "Unauthorized";
            case 403 -> "Forbidden";
            case 429 -> "Too Many Requests";
            default -> "Service Unavailable";
        };
    }

    private static String detail(Code code) {
        return switch (code) {
            case POLICY_INVALID ->
                "The policy is missing, unknown, doubled or out of range, or asks for a token that this node may not make.";
            case AUDIENCE_MISMATCH -> "The key is not for this service.";
            case ENVIRONMENT_MISMATCH -> "The key is of an environment that is not served here.";
            case IP_NOT_ALLOWED -> "The key may not be used from this address.";
            case INSUFFICIENT_SCOPE -> "The key does not grant every scope that is required.";
            case RATE_LIMITED -> "Too many requests; Retry-After says when the next may come.";
            case QUOTA_EXCEEDED -> "The quota is used up; Retry-After says when the next begins.";
            default -> "This node cannot answer now.";
        };
    }
}
