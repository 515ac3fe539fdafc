package dev.keyfabric.context.stamp;

import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.token.TxnClaims;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a stamp: their names, their order under the signature, and what each must say. */
public final class StampAttributes {
    public static final String SPEC_VERSION = "1.0";
    public static final String AUTH_TYPE = "authtype";
    public static final String AUTH_ID = "authid";
    public static final String AUTH_CLAIMS = "authclaims";
    /** The evidence: the Txn-Token. */
    public static final String TOKEN = "kftxn";

    public static final String TOPIC = "kftopic";
    public static final String KEY_HASH = "kfkeyhash";
    /** CloudEvents' extension "distributed tracing"; absent where the call was not traced. */
    public static final String TRACE_PARENT = "traceparent";
    /**
     * The exact text of {@code time}, where that is not whole seconds in UTC: the core digest covers no more than those.
     * Absent otherwise.
     */
    public static final String EXACT_TIME = "kftime";

    public static final String PROOF = "dssematerial";

    /** The value of {@code authtype}. */
    public static final String API_KEY = TxnClaims.API_KEY;

    /** The value of {@code kfkeyhash} for a record without key. */
    public static final String NO_KEY = "-";

    private static final List<String> SIGNED =
            List.of(AUTH_TYPE, AUTH_ID, AUTH_CLAIMS, TOKEN, TOPIC, KEY_HASH, TRACE_PARENT);

    /** What the stamp alone writes: whatever else stands there was copied from another record. */
    static final Set<String> OURS = Set.of(AUTH_TYPE, AUTH_ID, AUTH_CLAIMS, TOKEN, TOPIC, KEY_HASH, EXACT_TIME, PROOF);

    private StampAttributes() {}

    /** {@code signedextattrs} of an event: the stamp's in their order, then the event's own, sorted. */
    public static List<String> signedNames(List<String> sortedExtensions) {
        List<String> names = new ArrayList<>(SIGNED);
        for (String name : sortedExtensions) {
            if (!SIGNED.contains(name) && !name.equals(PROOF)) {
                names.add(name);
            }
        }
        return names;
    }

    /** {@code authclaims}: keyId, plan (unless there is none), scopes, txn; sorted, no spaces. */
    public static String authClaims(TxnClaims claims) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("keyId", claims.keyId().text());
        String plan = claims.plan();
        if (plan != null) {
            members.put("plan", plan);
        }
        members.put("scopes", List.copyOf(claims.scopes()));
        members.put("txn", claims.txn().toString());
        return JsonText.of(members);
    }

    /** {@code kfkeyhash} of a record's key. */
    public static String keyHash(byte @Nullable [] key) {
        return keyHashOfDigest(key == null ? null : Sha256.of(key));
    }

    /** {@code kfkeyhash} for the SHA-256 of a record's key, null for a record without key. */
    public static String keyHashOfDigest(byte @Nullable [] sha256) {
        return sha256 == null ? NO_KEY : Base64Url.encode(sha256);
    }
}
