package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.outward.OutwardRefusal;
import dev.keyfabric.validation.outward.RateLimitFields;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as proxies want them. On 200 every identity header is there and not empty, so that a caller's own copy
 * cannot survive in a proxy that only replaces.
 */
public final class AuthorizeAnswers {
    private static final String NOTHING = "-";

    private AuthorizeAnswers() {}

    /** The answer; whoever has no HTTP of its own tells this in its own way. */
    public static MutableHttpResponse<byte[]> of(Decision decision) {
        return of(decision.verdict(), decision.token(), decision.nginx(), decision.id());
    }

    private static MutableHttpResponse<byte[]> of(Verdict verdict, @Nullable TxnToken token, boolean nginx, String id) {
        if (verdict instanceof Valid valid) {
            return allowed(valid, token);
        }
        OutwardRefusal refusal = OutwardRefusal.of((Denied) verdict, id);
        MutableHttpResponse<byte[]> response =
                ProblemJson.response(HttpStatus.valueOf(refusal.status()), refusal.body());
        refusal.headers().forEach(response::header);
        return nginx ? forNginx(response, refusal) : response;
    }

    /**
     * The same where no status but 401 and 403 gets through and no body does: both go into headers. A body that nobody
     * reads would cost nginx its connection.
     */
    private static MutableHttpResponse<byte[]> forNginx(MutableHttpResponse<byte[]> response, OutwardRefusal refusal) {
        boolean unauthorized = refusal.status() == HttpStatus.UNAUTHORIZED.getCode();
        return response.header("X-Error-Status", String.valueOf(refusal.status()))
                // Problems are ASCII on one line.
                .header("X-Error-Body", new String(refusal.body(), StandardCharsets.US_ASCII))
                .status(unauthorized ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN)
                .body(null);
    }

    private static MutableHttpResponse<byte[]> allowed(Valid valid, @Nullable TxnToken token) {
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>ok()
                .header("X-Consumer-Id", shown(valid.consumer().id()))
                .header("X-Consumer-Scopes", shown(String.join(",", valid.key().scopes())))
                .header("X-Consumer-Plan", shown(valid.consumer().plan()))
                .header("X-Consumer-Key-Id", shown(valid.key().id()))
                .header("Txn-Token", token == null ? NOTHING : token.compact())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        RateLimitFields.of(valid.limits()).forEach(response::header);
        return response;
    }

    /** A header's value: printable ASCII without spaces, as the registry lets in nothing else. */
    private static String shown(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return NOTHING;
        }
        if (!value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalStateException("an identity that is no header value");
        }
        return value;
    }
}
