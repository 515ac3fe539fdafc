package dev.keyfabric.context.token;

import dev.keyfabric.context.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims as the payload of a token. */
final class ClaimsWriter {
    private ClaimsWriter() {}

    static byte[] payload(TokenClaims claims) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("iss", claims.issuer());
        members.put("aud", claims.audience());
        members.put("iat", claims.issuedAt().getEpochSecond());
        members.put("exp", claims.expiresAt().getEpochSecond());
        members.put("sub", claims.subject());
        members.put("scope", String.join(" ", claims.scopes()));
        Actor actor = claims instanceof TxnClaims txn ? txn(txn, members) : service((ServiceClaims) claims, members);
        if (actor != null) {
            members.put("act", act(actor));
        }
        return JsonText.of(members).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Actor txn(TxnClaims claims, Map<String, Object> members) {
        members.put("txn", claims.txn().toString());
        members.put("req_wl", claims.workload());
        Map<String, Object> transaction = new LinkedHashMap<>();
        put(transaction, "plan", claims.plan());
        transaction.put("key_id", claims.keyId().text());
        transaction.put("env", claims.environment());
        members.put("tctx", transaction);
        Map<String, Object> request = new LinkedHashMap<>();
        put(request, "req_ip", claims.clientAddress());
        request.put("authn", claims.authentication());
        members.put("rctx", request);
        return claims.actor();
    }

    private static @Nullable Actor service(ServiceClaims claims, Map<String, Object> members) {
        put(members, "user_id", claims.userId());
        members.put("user_roles", claims.userRoles());
        put(members, "trace_id", claims.traceId());
        return claims.actor();
    }

    private static Map<String, Object> act(Actor actor) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sub", Claims.serviceName(actor.service()));
        Actor earlier = actor.earlier();
        if (earlier != null) {
            members.put("act", act(earlier));
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
