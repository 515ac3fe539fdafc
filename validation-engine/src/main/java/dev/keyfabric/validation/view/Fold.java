package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a record changes what is held of its subject; docs/contract/design.md, section 3, "Versions" and
 * "Unreadable". Pure: what was held and a record in, what is held from now on out.
 */
final class Fold {
    private Fold() {}

    /**
     * What becomes of a subject.
     *
     * @param held from now on; null = nothing (any more)
     * @param incident to be counted, or null
     * @param detail of the incident, without any content of the record
     */
    record Outcome<S extends Subject>(
            @Nullable Stored<S> held, @Nullable Incident incident, String detail) {}

    /**
     * Folds one record.
     *
     * @param old what is held, or null
     * @param value null for a tombstone
     * @param appendTime the broker's time of the record
     */
    static <S extends Subject> Outcome<S> record(
            SubjectKind<S> kind, @Nullable Stored<S> old, String id, byte @Nullable [] value, long appendTime) {
        if (value == null) {
            return tombstone(kind, old, appendTime);
        }
        S next;
        try {
            next = kind.read(id, value);
        } catch (UnreadableValueException e) {
            Stored<S> denied =
                    old == null ? Stored.nothingReadable() : old.isFinal() ? old : old.marked(Mark.UNREADABLE);
            return new Outcome<>(denied, Incident.UNREADABLE, String.valueOf(e.getMessage()));
        }
        if (old == null) {
            return quietly(Stored.good(next, value));
        }
        if (old.isFinal() && !next.isFinal()) {
            return new Outcome<>(old, Incident.TAMPERING, "version " + next.version() + " after the final one");
        }
        if (next.version() > old.version()) {
            return quietly(Stored.good(next, value));
        }
        if (next.version() < old.version()) {
            return new Outcome<>(old, Incident.OUTDATED, "version " + next.version() + " after " + old.version());
        }
        return sameVersion(old, next, value);
    }

    private static <S extends Subject> Outcome<S> sameVersion(Stored<S> old, S next, byte[] value) {
        S present = old.state();
        if (Arrays.equals(old.value(), value)) {
            return quietly(old);
        }
        String detail = "two contents under version " + next.version();
        int stricter = present == null ? 1 : Integer.compare(next.strictness(), present.strictness());
        boolean replaces =
                stricter > 0 || (stricter == 0 && Arrays.compareUnsigned(sha256(value), sha256(old.value())) < 0);
        Stored<S> held = replaces ? Stored.good(next, value).marked(old.mark()) : old;
        return new Outcome<>(held, Incident.CONFLICT, detail);
    }

    private static <S extends Subject> Outcome<S> tombstone(
            SubjectKind<S> kind, @Nullable Stored<S> old, long appendTime) {
        if (old == null) {
            return new Outcome<>(null, null, "");
        }
        if (kind == SubjectKind.KEY) {
            boolean expired = old.held().usable() instanceof KeyRecord key && key.expiredAt(appendTime);
            if (old.isFinal() || expired) {
                return new Outcome<>(null, null, "");
            }
        }
        Stored<S> denied = old.isFinal() ? old : old.marked(Mark.WITHHELD);
        return new Outcome<>(denied, Incident.TOMBSTONE_REFUSED, "tombstone for a subject that may not be purged");
    }

    private static <S extends Subject> Outcome<S> quietly(Stored<S> held) {
        return new Outcome<>(held, null, "");
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
