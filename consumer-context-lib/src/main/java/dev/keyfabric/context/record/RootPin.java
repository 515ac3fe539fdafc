package dev.keyfabric.context.record;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.MalformedTextException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The root key that a part of the fabric believes in, by its RFC 7638 thumbprint alone. A signed record brings the public
 * key beside its signature, in header {@link #HEADER}; it counts only if its thumbprint is the pinned one, so that a pin
 * needs no key to be fetched and records can be checked in any order. Safe for use by many threads.
 */
public final class RootPin {
    /** Name of the record header with the root's public key: a JWK as JSON text. */
    public static final String HEADER = "kf_root";

    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int MAX_LENGTH = 1024;

    private final String thumbprint;
    private volatile @Nullable VerifyingKey root;

    /**
     * A pin.
     *
     * @param thumbprint base64url of a SHA-256: 43 characters
     * @throws IllegalArgumentException when it is none
     */
    public RootPin(String thumbprint) {
        if (!THUMBPRINT.matcher(thumbprint).matches()) {
            throw new IllegalArgumentException("a thumbprint is 43 characters of base64url");
        }
        this.thumbprint = thumbprint;
    }

    public String thumbprint() {
        return thumbprint;
    }

    /** The value of {@link #HEADER} for records that this root signs. */
    public static byte[] header(VerifyingKey root) {
        return root.toJwkText().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks that the pinned root signed a record.
     *
     * @param rootHeader value of {@link #HEADER}, null when there is none
     * @param signature value of {@link RecordSignature#HEADER}, null when there is none
     */
    public JwsVerdict verify(byte @Nullable [] rootHeader, byte @Nullable [] signature, RecordContent content) {
        if (rootHeader == null || signature == null) {
            return new JwsVerdict.Refused(Refusal.UNSIGNED);
        }
        VerifyingKey key = root;
        if (key == null) {
            key = pinned(rootHeader);
            if (key == null) {
                return new JwsVerdict.Refused(Refusal.KEY_UNKNOWN);
            }
            root = key;
        }
        return RecordSignature.verify(signature, content, KeyRing.of(key));
    }

    private @Nullable VerifyingKey pinned(byte[] header) {
        if (header.length > MAX_LENGTH) {
            return null;
        }
        try {
            VerifyingKey key = VerifyingKey.fromJwk(new String(header, StandardCharsets.UTF_8));
            return key.kid().equals(thumbprint) ? key : null;
        } catch (MalformedTextException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "RootPin[" + thumbprint + "]";
    }
}
