package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * SHA-256 of what a command asks for: tells a repeated command from an id that is used for something else. Left out are
 * what differs between two tries (attempt, times, secret) and fields that are null, so that a field added later does
 * not change the hash of a command that does not use it.
 */
final class ContentHash {
    private static final Set<String> LEFT_OUT = Set.of("attempt", "issuedAt", "expiresAt", "secret");

    private ContentHash() {}

    static byte[] of(Command command) {
        MessageDigest digest = Sha256.digest();
        for (Schema.Field field : command.getSchema().getFields()) {
            if (!LEFT_OUT.contains(field.name())) {
                add(digest, field.name(), command.get(field.pos()));
            }
        }
        return digest.digest();
    }

    private static void add(MessageDigest digest, String name, Object value) {
        if (value == null) {
            return;
        }
        text(digest, name);
        if (value instanceof SpecificRecordBase part) {
            text(digest, "{");
            part.getSchema().getFields().forEach(f -> add(digest, f.name(), part.get(f.pos())));
            text(digest, "}");
        } else if (value instanceof List<?> list) {
            text(digest, "[" + list.size());
            list.forEach(element -> add(digest, "", element));
        } else {
            text(digest, value.toString());
        }
    }

    /** Every text goes in with its length in front, so that no two contents run into the same bytes. */
    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
