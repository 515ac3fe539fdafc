package dev.keyfabric.context.dsse;

import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A DSSE envelope (1.0.2) round a payload: what stands, in base64, in the attribute {@code dssematerial}. */
public final class Envelope {
    /** The payload type of the verifiability extension. */
    public static final String PAYLOAD_TYPE = "https://cloudevents.io/verifiability/dsse/v0.1";

    /** A text longer than this is not read, in characters. */
    public static final int MAX_LENGTH = 16 * 1024;

    private final byte[] payload;
    private final List<Signature> signatures;

    /** One signature over the {@link #preAuthEncoding}. */
    public static final class Signature {
        private final String keyId;
        private final byte[] bytes;

        public Signature(String keyId, byte[] bytes) {
            this.keyId = keyId;
            this.bytes = bytes.clone();
        }

        /** A hint which key to try, by nobody vouched for; empty where there is none. */
        public String keyId() {
            return keyId;
        }

        public byte[] bytes() {
            return bytes.clone();
        }
    }

    private Envelope(byte[] payload, List<Signature> signatures) {
        this.payload = payload;
        this.signatures = signatures;
    }

    public static Envelope of(byte[] payload, Signature signature) {
        return new Envelope(payload.clone(), List.of(signature));
    }

    /**
     * Reads the text of {@code dssematerial}. Nothing in it is verified yet, least of all the number of signatures.
     * Unknown members are skipped, as the extension demands.
     */
    public static Envelope parse(String text) throws MalformedTextException {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedTextException("an envelope that is too long");
        }
        JsonObject envelope = StrictJson.read(AnyBase64.decode(text));
        if (!PAYLOAD_TYPE.equals(required(envelope, "payloadType"))) {
            throw new MalformedTextException("an unknown payloadType");
        }
        List<Signature> signatures = new ArrayList<>();
        for (JsonObject signature : envelope.objects("signatures")) {
            signatures.add(
                    new Signature(signature.string("keyid").orElse(""), AnyBase64.decode(required(signature, "sig"))));
        }
        return new Envelope(AnyBase64.decode(required(envelope, "payload")), List.copyOf(signatures));
    }

    /** The text for {@code dssematerial}. */
    public String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("payloadType", PAYLOAD_TYPE);
        members.put("payload", AnyBase64.encode(payload));
        List<Map<String, String>> list = new ArrayList<>();
        for (Signature signature : signatures) {
            Map<String, String> one = new LinkedHashMap<>();
            one.put("keyid", signature.keyId);
            one.put("sig", AnyBase64.encode(signature.bytes));
            list.add(one);
        }
        members.put("signatures", list);
        return AnyBase64.encode(JsonText.of(members).getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes that are signed for a payload: {@code DSSEv1 SP len SP type SP len SP payload}. */
    public static byte[] preAuthEncoding(byte[] payload) {
        byte[] head = ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + payload.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    public byte[] payload() {
        return payload.clone();
    }

    public List<Signature> signatures() {
        return signatures;
    }

    private static String required(JsonObject object, String name) throws MalformedTextException {
        return object.string(name).orElseThrow(() -> new MalformedTextException(name + " is missing"));
    }
}
