package dev.keyfabric.registry.readmodel;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the next record about a subject does to what is known of it: the version rules of docs/contract/design.md,
 * section 3. A pure function, so that the rules can be read and tested in one place.
 *
 * @param alarm what an operator should hear of, or null
 */
record Succession(Move move, @Nullable Alarm alarm) {
    /** What happens to the row. */
    enum Move {
        REPLACE,
        KEEP,
        /** The row stays and counts as unreadable: the subject is denied. */
        FLAG,
        REMOVE
    }

    /** The row before the record. */
    @SuppressWarnings("ArrayRecordComponent") // compared by Arrays below
    record Known(long version, String status, @Nullable Instant expiresAt, byte[] digest) {}

    private static final List<String> FINAL = List.of("REVOKED", "DELETED");
    private static final List<String> MILDEST_FIRST =
            List.of("ACTIVE", Facts.DEFINED, "PREPARED", "RETIRED", "SUSPENDED", "TAINTED", "DELETED", "REVOKED");

    /** After a record that can be read. */
    static Succession after(@Nullable Known known, Facts facts, byte[] digest) {
        if (known == null) {
            return new Succession(Move.REPLACE, null);
        }
        if (FINAL.contains(known.status()) && !known.status().equals(facts.status())) {
            return new Succession(Move.KEEP, Alarm.TAMPERING);
        }
        if (facts.version() != known.version()) {
            return new Succession(facts.version() > known.version() ? Move.REPLACE : Move.KEEP, null);
        }
        if (Arrays.equals(digest, known.digest())) {
            return new Succession(Move.KEEP, null);
        }
        int stricter = strictness(facts.status()) - strictness(known.status());
        boolean wins = stricter > 0 || (stricter == 0 && Arrays.compareUnsigned(digest, known.digest()) < 0);
        return new Succession(wins ? Move.REPLACE : Move.KEEP, Alarm.VERSION_FORKED);
    }

    /** After a record that cannot be read. */
    static Succession afterUnreadable(@Nullable Known known) {
        boolean isFinal = known != null && FINAL.contains(known.status());
        return new Succession(isFinal ? Move.KEEP : Move.FLAG, Alarm.UNREADABLE);
    }

    /** After a tombstone; only keys leave a tombstone. */
    static Succession afterTombstone(@Nullable Known known, SubjectKind kind, Instant appended) {
        if (known == null) {
            return new Succession(Move.KEEP, null);
        }
        boolean expired = known.expiresAt() != null && !known.expiresAt().isAfter(appended);
        if (kind == SubjectKind.KEY && (known.status().equals("REVOKED") || expired)) {
            return new Succession(Move.REMOVE, null);
        }
        return new Succession(FINAL.contains(known.status()) ? Move.KEEP : Move.FLAG, Alarm.LIVE_PURGED);
    }

    private static int strictness(String status) {
        return MILDEST_FIRST.indexOf(status);
    }
}
