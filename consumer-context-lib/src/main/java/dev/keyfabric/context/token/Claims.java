package dev.keyfabric.context.token;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that claims of either kind obey, at minting and at reading alike. */
final class Claims {
    /** Consumer, plan and service ids: docs/contract/design.md, section 4. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** RFC 6749 section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

    /** Times beyond this have no four-digit year (RFC 3339). */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final int MAX_SCOPES = 64;
    private static final int MAX_TEXT = 256;
    private static final String SERVICE = "service:";

    private Claims() {}

    static String id(String claim, String value) {
        return require(ID.matcher(value).matches(), claim, value);
    }

    /** A short text without control characters. */
    static String text(String claim, String value) {
        boolean plain = !value.isEmpty()
                && value.length() <= MAX_TEXT
                && value.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
        return require(plain, claim, value);
    }

    static @Nullable String optionalText(String claim, @Nullable String value) {
        return value == null ? null : text(claim, value);
    }

    /** Scopes in their order; the empty set is allowed: a token that may do nothing but be known. */
    static Set<String> scopes(Set<String> scopes) {
        require(scopes.size() <= MAX_SCOPES, "scope", "");
        scopes.forEach(scope -> require(SCOPE.matcher(scope).matches(), "scope", scope));
        return Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /** The scopes of a claim: separated by one space each, none twice. */
    static Set<String> scopes(String claim) {
        Set<String> scopes = new LinkedHashSet<>();
        if (!claim.isEmpty()) {
            for (String scope : claim.split(" ", -1)) {
                require(scopes.add(scope), "scope", scope);
            }
        }
        return scopes;
    }

    /** Refuses a life that does not begin before it ends or is longer than the kind may live. */
    static void life(Instant issuedAt, Instant expiresAt) {
        require(issuedAt.equals(issuedAt.truncatedTo(ChronoUnit.SECONDS)), "iat", "");
        require(expiresAt.equals(expiresAt.truncatedTo(ChronoUnit.SECONDS)), "exp", "");
        require(!issuedAt.isBefore(Instant.EPOCH) && issuedAt.isBefore(END_OF_TIME), "iat", "");
        Duration life = Duration.between(issuedAt, expiresAt);
        require(life.compareTo(Duration.ZERO) > 0 && life.compareTo(TokenClaims.MAX_LIFETIME) <= 0, "exp", "");
    }

    /** {@code service:<id>}, as a service is named in {@code sub}, {@code aud} and {@code act}. */
    static String serviceName(String id) {
        return SERVICE + id;
    }

    /** The id in a {@code service:<id>}. */
    static String serviceId(String claim, String name) {
        require(name.startsWith(SERVICE), claim, name);
        return id(claim, name.substring(SERVICE.length()));
    }

    /** The value, if it holds; the message names the claim alone, for values come from outside. */
    static String require(boolean holds, String claim, String value) {
        if (!holds) {
            throw new IllegalArgumentException("not a valid " + claim);
        }
        return value;
    }
}
