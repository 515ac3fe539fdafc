package dev.keyfabric.registry.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.keyfabric.registry.http.Roles;
import io.micronaut.security.authentication.Authentication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The login for development: one user, whose password is made at the first start and stands in a file that only the
 * owner of the data folder may read. Its tokens are signed with a secret of that folder and are good for 12 hours.
 */
public final class DevLogin {
    public static final String USER = "admin";
    public static final String PASSWORD_FILE = "admin.password";
    static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    static final String ISSUER = "keyfabric:dev-login";

    private static final String SECRET_FILE = "dev-login.secret";
    private static final int SECRET_BYTES = 32;
    private static final int PASSWORD_BYTES = 18;

    private final byte[] password;
    private final byte[] secret;
    private final InstantSource clock;

    private DevLogin(byte[] password, byte[] secret, InstantSource clock) {
        this.password = password;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * The login of a data folder.
     *
     * @param random must be cryptographically strong
     */
    public static DevLogin of(Path data, RandomGenerator random, InstantSource clock) {
        String password = PrivateFiles.readOrMake(data.resolve(PASSWORD_FILE), () -> fresh(PASSWORD_BYTES, random));
        String secret = PrivateFiles.readOrMake(data.resolve(SECRET_FILE), () -> fresh(SECRET_BYTES, random));
        byte[] key = Base64.getUrlDecoder().decode(secret);
        if (password.isEmpty() || key.length < SECRET_BYTES) {
            throw new IllegalStateException(
                    "the files " + PASSWORD_FILE + " and " + SECRET_FILE + " are damaged; delete them to get new ones");
        }
        return new DevLogin(password.getBytes(StandardCharsets.UTF_8), key, clock);
    }

    /** A token for whoever knows the password; the time it takes tells nothing about how much of it was right. */
    public Optional<String> login(String user, String given) {
        boolean known =
                MessageDigest.isEqual(USER.getBytes(StandardCharsets.UTF_8), user.getBytes(StandardCharsets.UTF_8));
        boolean right = MessageDigest.isEqual(password, given.getBytes(StandardCharsets.UTF_8));
        return known && right ? Optional.of(token()) : Optional.empty();
    }

    private String token() {
        Instant now = clock.instant();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(USER)
                        .claim("roles", List.of(Roles.ADMIN))
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)))
                        .build());
        try {
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
    }

    /** Who a token of this login stands for; empty when it is none, or not any more. */
    Optional<Authentication> check(SignedJWT jwt) {
        try {
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(new MACVerifier(secret))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            if (!ISSUER.equals(claims.getIssuer())
                    || expires == null
                    || !expires.toInstant().isAfter(clock.instant())) {
                return Optional.empty();
            }
            return Optional.of(
                    Authentication.build("dev:" + claims.getSubject(), claims.getStringListClaim("roles"), Map.of()));
        } catch (JOSEException | ParseException e) {
            return Optional.empty();
        }
    }

    private static String fresh(int bytes, RandomGenerator random) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    @Override
    public String toString() {
        return "DevLogin[***]";
    }
}
