package dev.keyfabric.validation.view;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what another root vouched for. The store remembers the root that its records were checked against; when the
 * node is told to believe another, or one for the first time, all that root-signed topics brought is dropped, to be read
 * again from their start, and the node answers nothing until it has been.
 */
final class RootChange {
    private static final Logger LOG = LoggerFactory.getLogger(RootChange.class);

    private RootChange() {}

    /** Makes the store one of this root, in one write that survives the loss of power. */
    static void follow(Database database, Meta meta, RootRule root) {
        String before = meta.root();
        if (before.equals(root.remembered())) {
            return;
        }
        Writes writes = new Writes(database, NeverPut.ofAnyStore(), meta.tallies());
        long dropped = 0;
        for (SubjectKind<?> kind : List.of(SubjectKind.SIGNING_KEY, SubjectKind.SERVICE)) {
            dropped += drop(database, kind, writes);
        }
        Progress.forget(database, RootRule.SIGNED, writes);
        Digests.forget(database, RootRule.SIGNED, writes);
        Meta.writeTallies(writes.tallies(), writes);
        Meta.forgetView(writes);
        Meta.writeRoot(root.remembered(), writes);
        writes.commit();
        database.syncWal();
        LOG.warn("view root={} before={} dropped={}", root.remembered(), before, dropped);
    }

    private static <S extends Subject> long drop(Database database, SubjectKind<S> kind, Writes writes) {
        long[] dropped = {0};
        database.forEach(kind.column(), (key, value) -> {
            writes.delete(kind.column(), key);
            writes.tallies().addSubjects(kind.column(), -1);
            writes.tallies().addDenied(Stored.fromBytes(value, kind).mark() == Mark.GOOD ? 0 : -1);
            dropped[0]++;
        });
        return dropped[0];
    }
}
