package dev.keyfabric.validator.exchange;

import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Scopes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed wish for a Txn-Token. Holds a credential, so it prints as nothing.
 *
 * @param service who asks ({@code client_id}); null = the one service there is
 * @param scopes wished for; null = not said
 * @param clientIp the address of the request behind an API key; null = not known
 */
record TokenRequest(
        Kind kind,
        String subject,
        @Nullable String service,
        @Nullable List<String> scopes,
        @Nullable String clientIp) {
    static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String TXN_TOKEN = "urn:ietf:params:oauth:token-type:txn_token";
    static final String API_KEY = "urn:keyfabric:token-type:api-key";

    /** Parameters of RFC 8693 and of its clients that would have a meaning here, which we do not give them. */
    static final Set<String> UNSUPPORTED = Set.of(
            "actor_token",
            "actor_token_type",
            "resource",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "request_details");

    /** What is exchanged. */
    enum Kind {
        API_KEY,
        TXN_TOKEN
    }

    static TokenRequest of(Form form, String trustDomain) throws TokenFault {
        if (!form.needed("grant_type").equals(GRANT)) {
            throw TokenFault.of("unsupported_grant_type", "The only grant type is " + GRANT + ".");
        }
        String wanted = form.get("requested_token_type");
        if (wanted != null && !wanted.equals(TXN_TOKEN)) {
            throw TokenFault.request("The only token type that can be requested is " + TXN_TOKEN + ".");
        }
        String audience = form.get("audience");
        if (audience != null && !audience.equals(trustDomain)) {
            throw TokenFault.of("invalid_target", "The audience of a Txn-Token is its trust domain.");
        }
        Kind kind = kind(form.needed("subject_token_type"));
        String context = form.get("request_context");
        if (context != null && kind != Kind.API_KEY) {
            throw TokenFault.request("The request context of a Txn-Token does not change.");
        }
        return new TokenRequest(
                kind,
                form.needed("subject_token"),
                form.get("client_id"),
                scopes(form.get("scope")),
                context == null ? null : address(context));
    }

    private static Kind kind(String type) throws TokenFault {
        return switch (type) {
            case API_KEY -> Kind.API_KEY;
            case TXN_TOKEN -> Kind.TXN_TOKEN;
            default -> throw TokenFault.request("The subject token type must be " + API_KEY + " or " + TXN_TOKEN + ".");
        };
    }

    /** Separated by one space each, none twice (RFC 6749, section 3.3). */
    private static @Nullable List<String> scopes(@Nullable String text) throws TokenFault {
        if (text == null) {
            return null;
        }
        List<String> scopes = List.of(text.split(" ", -1));
        Set<String> different = new HashSet<>(scopes);
        if (scopes.size() > Scopes.MAX || different.size() < scopes.size() || different.contains("")) {
            throw TokenFault.of("invalid_scope", "Scopes are separated by one space, none is named twice.");
        }
        return scopes;
    }

    /** {@code {"req_ip": "..."}}, and nothing else: what was not understood must not seem to have been heeded. */
    private static String address(String context) throws TokenFault {
        try {
            JsonObject read = StrictJson.read(context.getBytes(StandardCharsets.UTF_8));
            String address = read.string("req_ip").orElse("");
            if (read.names().size() == 1 && IpAddress.parse(address).isPresent()) {
                return address;
            }
        } catch (MalformedTextException e) {
            // said below
        }
        throw TokenFault.request("The request context must be {\"req_ip\": an IP address}.");
    }

    @Override
    public String toString() {
        return "TokenRequest[" + kind + ", not shown]";
    }
}
