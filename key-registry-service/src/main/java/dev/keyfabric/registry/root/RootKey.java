package dev.keyfabric.registry.root;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.schemas.topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The root key of the fabric: signs the records of signing-keys.v1 and services.v1, of which readers believe no other;
 * docs/contract/identity.md, section 1.
 */
public final class RootKey {
    /** Name of the file, in the data folder, that tells others what to pin. */
    public static final String THUMBPRINT_FILE = "root.thumbprint";

    private static final Set<Topic> SIGNED = EnumSet.of(Topic.SIGNING_KEYS, Topic.SERVICES);

    private final SigningKey key;
    private final RootPin pin;
    private final byte[] header;

    public RootKey(SigningKey key) {
        this.key = key;
        this.pin = new RootPin(key.kid());
        this.header = RootPin.header(key.publicKey());
    }

    /** Whether the root vouches for the states in a topic. */
    public static boolean signs(Topic topic) {
        return SIGNED.contains(topic);
    }

    /** What others pin: 43 characters. */
    public String thumbprint() {
        return pin.thumbprint();
    }

    public RootPin pin() {
        return pin;
    }

    /** The pair itself, for what else the registry vouches for with it. */
    public SigningKey key() {
        return key;
    }

    /** Puts signature and public key into the headers of a record that is about to be written. */
    public void sign(Headers headers, String topic, byte[] recordKey, byte[] value) {
        headers.add(RecordSignature.HEADER, RecordSignature.sign(key, RecordContent.of(topic, recordKey, value)));
        headers.add(RootPin.HEADER, header);
    }

    /** The value of a command's signature header, by the root itself. */
    public byte[] sign(RecordContent command) {
        return RecordSignature.sign(key, command);
    }

    /** A JWS of a typ that nothing on the bus has, for whoever comes back to a registry with this root. */
    public String jws(String typ, byte[] payload) {
        return Jws.sign(key, typ, payload);
    }

    /** Checks what {@link #jws} gave, here or at another instance. */
    public JwsVerdict verify(String jws, String typ) {
        return Jws.verify(jws, typ, KeyRing.of(key.publicKey()));
    }

    /** Whether this root signed a record that was read. */
    public boolean signed(String topic, byte @Nullable [] recordKey, byte @Nullable [] value, Headers headers) {
        return isSigned(pin, topic, recordKey, value, headers);
    }

    static boolean isSigned(
            RootPin pin, String topic, byte @Nullable [] recordKey, byte @Nullable [] value, Headers headers) {
        return pin.verify(
                        value(headers, RootPin.HEADER),
                        value(headers, RecordSignature.HEADER),
                        RecordContent.of(topic, recordKey, value))
                instanceof VerifiedJws;
    }

    static byte @Nullable [] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    /** Writes the thumbprint, one line, where everyone may read it. */
    public void publish(Path folder) throws IOException {
        Path beside = Files.createTempFile(folder, THUMBPRINT_FILE, ".new");
        try {
            Files.write(beside, (thumbprint() + "\n").getBytes(US_ASCII));
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(
                    beside,
                    folder.resolve(THUMBPRINT_FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    @Override
    public String toString() {
        return "RootKey[" + thumbprint() + ", private half not shown]";
    }
}
