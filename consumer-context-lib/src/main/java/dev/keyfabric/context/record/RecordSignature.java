package dev.keyfabric.context.record;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.keys.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a whole record: header {@link #HEADER}, a compact JWS with detached payload (RFC 7515 appendix F) of
 * typ {@code kf-record} over a {@link RecordContent}. Whether the key that it names may have signed this is the ring's
 * decision.
 */
public final class RecordSignature {
    /** Name of the record header. */
    public static final String HEADER = "kf_sig";

    static final String TYP = "kf-record";

    private RecordSignature() {}

    /** The value of the header: ASCII. */
    public static byte[] sign(SigningKey key, RecordContent content) {
        return Jws.signDetached(key, TYP, content.payload()).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Checks the header of a record.
     *
     * @param header null when the record has none, which is a refusal
     */
    public static JwsVerdict verify(byte @Nullable [] header, RecordContent content, KeyRing keys) {
        if (header == null) {
            return new JwsVerdict.Refused(Refusal.UNSIGNED);
        }
        if (header.length > Jws.MAX_LENGTH) {
            return new JwsVerdict.Refused(Refusal.TOO_LONG);
        }
        try {
            String text = StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header))
                    .toString();
            return Jws.verifyDetached(text, content.payload(), TYP, keys);
        } catch (CharacterCodingException e) {
            return new JwsVerdict.Refused(Refusal.MALFORMED);
        }
    }
}
