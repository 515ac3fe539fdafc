package dev.keyfabric.context.dsse;

import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.JsonText;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a producer signs: the core digest and, where extension attributes are signed, their digest and their names. */
public final class VerificationMaterial {
    /** Attributes that are signed through the core digest, or that hold the proof: never among the signed extensions. */
    private static final Set<String> NEVER_EXTENSIONS = Set.of(
            "id", "source", "specversion", "type", "datacontenttype", "dataschema", "subject", "time", "dssematerial");

    private final byte[] core;
    private final byte[] ext;
    private final List<String> signed;

    private VerificationMaterial(byte[] core, byte[] ext, List<String> signed) {
        this.core = core;
        this.ext = ext;
        this.signed = signed;
    }

    /** The material of an event: what its producer signs, and what its reader compares with what was signed. */
    public static VerificationMaterial of(AttributeValues event, byte[] dataSha256, List<String> signed)
            throws MalformedTextException {
        refuseBadNames(signed);
        return new VerificationMaterial(
                EventDigests.core(event, dataSha256),
                signed.isEmpty() ? new byte[0] : EventDigests.ext(event, signed),
                List.copyOf(signed));
    }

    /** Reads a payload. Unknown members are skipped, as the extension demands. */
    public static VerificationMaterial parse(byte[] payload) throws MalformedTextException {
        JsonObject object = StrictJson.read(payload);
        byte[] core = digest(object, "core");
        if (object.has("ext") != object.has("signedextattrs")) {
            throw new MalformedTextException("one of ext and signedextattrs without the other");
        }
        List<String> signed = object.strings("signedextattrs");
        refuseBadNames(signed);
        return new VerificationMaterial(core, object.has("ext") ? digest(object, "ext") : new byte[0], signed);
    }

    /** The JSON that is signed, as UTF-8. */
    public byte[] payload() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("core", AnyBase64.encode(core));
        if (!signed.isEmpty()) {
            members.put("ext", AnyBase64.encode(ext));
            members.put("signedextattrs", signed);
        }
        return JsonText.of(members).getBytes(StandardCharsets.UTF_8);
    }

    /** The names of the signed extension attributes, in the order in which they were digested. */
    public List<String> signed() {
        return signed;
    }

    public boolean sameCore(VerificationMaterial other) {
        return MessageDigest.isEqual(core, other.core);
    }

    public boolean sameExtensions(VerificationMaterial other) {
        return signed.equals(other.signed) && MessageDigest.isEqual(ext, other.ext);
    }

    byte[] core() {
        return core.clone();
    }

    byte[] ext() {
        return ext.clone();
    }

    private static byte[] digest(JsonObject object, String name) throws MalformedTextException {
        String text = object.string(name).orElseThrow(() -> new MalformedTextException(name + " is missing"));
        byte[] digest = AnyBase64.decode(text);
        if (digest.length != Sha256.LENGTH) {
            throw new MalformedTextException(name + " is not a SHA-256 digest");
        }
        return digest;
    }

    private static void refuseBadNames(List<String> names) throws MalformedTextException {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name) || NEVER_EXTENSIONS.contains(name)) {
                throw new MalformedTextException("signedextattrs repeats a name or has one that is not an extension");
            }
        }
    }
}
