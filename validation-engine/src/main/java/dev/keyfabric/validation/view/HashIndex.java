package dev.keyfabric.validation.view;

import dev.keyfabric.follower.FollowedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys hold a secret, by the secret's hash: every secret of every key that is held, retired ones too, so that the
 * holder of a retired secret can be told so. On disk: the hash, then the key ids, one a line.
 */
final class HashIndex {
    private HashIndex() {}

    static List<String> idsOf(byte @Nullable [] entry) {
        if (entry == null) {
            return List.of();
        }
        String ids = Texts.text(entry);
        // One, for every secret but those that somebody gave out twice.
        return ids.indexOf('\n') < 0 ? List.of(ids) : ids.lines().toList();
    }

    /** Follows a key from one state to the next; null = it holds no secrets. */
    static void follow(
            String keyId, @Nullable KeyRecord before, @Nullable KeyRecord after, FollowedRecord record, Writes writes) {
        Set<ByteBuffer> old = hashes(before);
        Set<ByteBuffer> now = hashes(after);
        for (ByteBuffer hash : old) {
            if (!now.contains(hash)) {
                change(hash, keyId, false, record, writes);
            }
        }
        for (ByteBuffer hash : now) {
            if (!old.contains(hash)) {
                change(hash, keyId, true, record, writes);
            }
        }
    }

    private static Set<ByteBuffer> hashes(@Nullable KeyRecord key) {
        Set<ByteBuffer> hashes = new HashSet<>();
        if (key != null) {
            key.secrets().forEach(secret -> hashes.add(secret.hash()));
        }
        return hashes;
    }

    private static void change(ByteBuffer hash, String keyId, boolean add, FollowedRecord record, Writes writes) {
        byte[] key = new byte[hash.remaining()];
        hash.duplicate().get(key);
        byte[] entry = writes.get(Column.HASHES, key);
        if (entry == null && add) {
            writes.put(Column.HASHES, key, Texts.bytes(keyId));
            writes.added(Column.HASHES);
            return;
        }
        List<String> ids = new ArrayList<>(idsOf(entry));
        ids.remove(keyId);
        if (add) {
            if (!ids.isEmpty()) {
                writes.note(Note.of(Incident.DUPLICATE_HASH, record, keyId, "other=" + String.join(",", ids)));
            }
            ids.add(keyId);
        }
        if (ids.isEmpty()) {
            writes.delete(Column.HASHES, key);
        } else {
            Collections.sort(ids);
            writes.put(Column.HASHES, key, Texts.bytes(String.join("\n", ids)));
        }
        writes.replaced(Column.HASHES, key);
    }
}
