package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.problem.ProblemJson;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as proxies want them. On 200 every identity header is there and not empty, so that a caller's own copy
 * cannot survive in a proxy that only replaces. Every 401 is the same bytes: nothing to enumerate keys by.
 */
final class AuthorizeAnswers {
    private static final String NOTHING = "-";
    private static final String CHALLENGE = "Bearer realm=\"keyfabric\", ApiKey realm=\"keyfabric\"";
    private static final byte[] UNAUTHORIZED = ProblemJson.bytes(
            HttpStatus.UNAUTHORIZED, "INVALID_CREDENTIAL", "A valid credential is needed.", List.of());

    private AuthorizeAnswers() {}

    static MutableHttpResponse<byte[]> of(Verdict verdict, @Nullable TxnToken token, boolean nginx) {
        if (verdict instanceof Valid valid) {
            return allowed(valid, token);
        }
        Denied denied = (Denied) verdict;
        int real = denied.code().httpStatus();
        HttpStatus status = HttpStatus.valueOf(real);
        MutableHttpResponse<byte[]> response = denied(denied.code(), status);
        if (nginx) {
            response.header("X-Error-Status", String.valueOf(real));
            if (status != HttpStatus.UNAUTHORIZED) {
                response.status(HttpStatus.FORBIDDEN);
            }
        }
        return response;
    }

    private static MutableHttpResponse<byte[]> denied(Code code, HttpStatus status) {
        MutableHttpResponse<byte[]> response;
        if (status == HttpStatus.UNAUTHORIZED) {
            response = ProblemJson.response(status, UNAUTHORIZED).header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        } else {
            response = ProblemJson.response(status, code.name(), detail(code));
            if (status == HttpStatus.SERVICE_UNAVAILABLE) {
                response.header(HttpHeaders.RETRY_AFTER, "1");
            }
        }
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static MutableHttpResponse<byte[]> allowed(Valid valid, @Nullable TxnToken token) {
        return HttpResponse.<byte[]>ok()
                .header("X-Consumer-Id", shown(valid.consumer().id()))
                .header("X-Consumer-Scopes", shown(String.join(",", valid.key().scopes())))
                .header("X-Consumer-Plan", shown(valid.consumer().plan()))
                .header("X-Consumer-Key-Id", shown(valid.key().id()))
                .header("X-RateLimit-Remaining", NOTHING)
                .header("Txn-Token", token == null ? NOTHING : token.compact())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
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

    private static String detail(Code code) {
        return switch (code) {
            case POLICY_INVALID ->
                "The policy in the query is missing, unknown, doubled or out of range, or asks for a token that this node may"
                        + " not make.";
            case AUDIENCE_MISMATCH -> "The key is not for this service.";
            case ENVIRONMENT_MISMATCH -> "The key is of an environment that is not served here.";
            case IP_NOT_ALLOWED -> "The key may not be used from this address.";
            case INSUFFICIENT_SCOPE -> "The key does not grant every scope that is required.";
            default -> "This node cannot answer now.";
        };
    }
}
