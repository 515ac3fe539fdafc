package dev.keyfabric.quickstart.orders;

import io.micronaut.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** What a request brings to say who calls: a key, or a gateway's Txn-Token. Exactly one of them. */
sealed interface Credential {
    /**
     * A raw key, on its way to the validator and nowhere else.
     *
     * @param secret as it came
     */
    record Key(String secret) implements Credential {
        @Override
        public String toString() {
            return "Key[not shown]";
        }
    }

    /**
     * A Txn-Token, not checked yet.
     *
     * @param secret as it came
     */
    record Token(String secret) implements Credential {
        @Override
        public String toString() {
            return "Token[not shown]";
        }
    }

    record Missing() implements Credential {}

    record Ambiguous() implements Credential {}

    static Credential of(HttpHeaders headers) {
        List<String> authorization = headers.getAll("Authorization");
        List<String> keys = headers.getAll("X-API-Key");
        List<String> tokens = headers.getAll("Txn-Token");
        int all = authorization.size() + keys.size() + tokens.size();
        if (all != 1) {
            return all == 0 ? new Missing() : new Ambiguous();
        }
        if (!tokens.isEmpty()) {
            return new Token(tokens.get(0).strip());
        }
        return keys.isEmpty()
                ? ofAuthorization(authorization.get(0))
                : new Key(keys.get(0).strip());
    }

    private static Credential ofAuthorization(String header) {
        String[] parts = header.strip().split(" +", 2);
        String scheme = parts[0].toLowerCase(Locale.ROOT);
        boolean ours = scheme.equals("bearer") || scheme.equals("apikey");
        return ours && parts.length == 2 ? new Key(parts[1]) : new Missing();
    }
}
