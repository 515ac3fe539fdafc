package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.outward.OutwardRefusal;
import dev.keyfabric.validation.outward.RateLimitFields;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as proxies want them. On 200 every identity header is there and not empty, so that a caller's own copy
 * cannot survive in a proxy that only replaces.
 */
public final class AuthorizeAnswers {
    private static final String NOTHING = "-";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private AuthorizeAnswers() {}

    /** The answer; whoever has no HTTP of its own tells this in its own way. */
    public static Reply of(Decision decision) {
        if (decision.verdict() instanceof Valid valid) {
            return allowed(valid, decision.token());
        }
        OutwardRefusal refusal = OutwardRefusal.of((Denied) decision.verdict(), decision.id());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", OutwardRefusal.CONTENT_TYPE);
        headers.putAll(refusal.headers());
        return decision.nginx() ? forNginx(refusal, headers) : new Reply(refusal.status(), headers, refusal.body());
    }

    /**
     * The same where no status but 401 and 403 gets through and no body does: both go into headers. A body that nobody
     * reads would cost nginx its connection.
     */
    private static Reply forNginx(OutwardRefusal refusal, Map<String, String> headers) {
        headers.put("X-Error-Status", String.valueOf(refusal.status()));
        // Problems are ASCII on one line.
        headers.put("X-Error-Body", new String(refusal.body(), StandardCharsets.US_ASCII));
        return new Reply(refusal.status() == UNAUTHORIZED ? UNAUTHORIZED : FORBIDDEN, headers, Reply.NO_BODY);
    }

    private static Reply allowed(Valid valid, @Nullable TxnToken token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Consumer-Id", shown(valid.consumer().id()));
        headers.put("X-Consumer-Scopes", shown(String.join(",", valid.key().scopes())));
        headers.put("X-Consumer-Plan", shown(valid.consumer().plan()));
        headers.put("X-Consumer-Key-Id", shown(valid.key().id()));
        headers.put("Txn-Token", token == null ? NOTHING : token.compact());
        headers.put("Cache-Control", "no-store");
        headers.putAll(RateLimitFields.of(valid.limits()));
        return new Reply(OK, headers, Reply.NO_BODY);
    }

    /** A header's value: printable ASCII without spaces, as the registry lets in nothing else. */
    private static String shown(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return NOTHING;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 127) {
                throw new IllegalStateException("an identity that is no header value");
            }
        }
        return value;
    }
}
