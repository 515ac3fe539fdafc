package dev.keyfabric.validation.credential;

import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.settings.CredentialRule;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the one credential of a request from its headers; never from its query or body. */
public final class Credentials {
    private static final List<String> SCHEMES = List.of("bearer", "apikey");

    private Credentials() {}

    /**
     * What the caller showed.
     *
     * @param authorization the lines of {@code Authorization}
     * @param xApiKey the lines of {@code X-API-Key}
     */
    public static Credential of(CredentialRule rule, List<String> authorization, List<String> xApiKey) {
        List<String> first = rule == CredentialRule.X_API_KEY ? List.of() : authorization;
        List<String> second = rule == CredentialRule.AUTHORIZATION ? List.of() : xApiKey;
        if (first.size() + second.size() > 1) {
            return Credential.AMBIGUOUS;
        }
        if (!second.isEmpty()) {
            return Credential.of(second.get(0).strip());
        }
        String key = first.isEmpty() ? null : keyOf(first.get(0).strip());
        return key == null ? Credential.MISSING : Credential.of(key);
    }

    /** The credential after one of our schemes (RFC 9110, section 11.4: any case, one or more spaces), or null. */
    private static @Nullable String keyOf(String header) {
        int space = header.indexOf(' ');
        if (space < 0 || !SCHEMES.contains(header.substring(0, space).toLowerCase(Locale.ROOT))) {
            return null;
        }
        return header.substring(space + 1).strip();
    }
}
