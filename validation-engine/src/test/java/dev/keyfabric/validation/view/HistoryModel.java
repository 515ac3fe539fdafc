package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.topics.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a history means, said without any of the view's code and without reading a value: whoever wrote a record says what it
 * holds.
 */
final class HistoryModel {
    /** A record's meaning for its subject. */
    sealed interface Meaning {}

    /**
     * A state that every reader understands.
     *
     * @param strictness among two of one version the higher one wins
     * @param hash of the one secret, or null
     * @param expired by the time of every record of the history
     */
    record Good(long version, int strictness, boolean isFinal, String hash, boolean expired) implements Meaning {}

    record Unreadable() implements Meaning {}

    record Tombstone() implements Meaning {}

    /** On the wrong partition, without the root's word, without a key. */
    record Nothing() implements Meaning {}

    record Subject(Topic topic, String id) {}

    /** What is held of a subject: the last good record with its bytes, if there was one, and whether it may be used. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record State(Good good, byte[] value, boolean usable) {
        boolean isFinal() {
            return good != null && good.isFinal();
        }

        State denied() {
            return isFinal() ? this : new State(good, value, false);
        }
    }

    private final Map<Subject, State> states = new HashMap<>();

    Map<Subject, State> states() {
        return states;
    }

    /** The keys that hold a secret, in order. */
    Set<String> owners(String hash) {
        Set<String> owners = new TreeSet<>();
        states.forEach((subject, state) -> {
            if (state.good() != null && hash.equals(state.good().hash())) {
                owners.add(subject.id());
            }
        });
        return owners;
    }

    void add(Subject subject, Meaning meaning, byte[] value, byte[] sha256) {
        if (meaning instanceof Nothing) {
            return;
        }
        State old = states.get(subject);
        State next = meaning instanceof Good good
                ? good(old, good, value, sha256)
                : meaning instanceof Tombstone
                        ? tombstone(subject, old)
                        : old == null ? new State(null, null, false) : old.denied();
        if (next == null) {
            states.remove(subject);
        } else {
            states.put(subject, next);
        }
    }

    private static State good(State old, Good next, byte[] value, byte[] sha256) {
        State taken = new State(next, value, true);
        if (old == null || old.good() == null) {
            return taken;
        }
        if (old.isFinal() && !next.isFinal()) {
            return old;
        }
        if (next.version() != old.good().version()) {
            return next.version() > old.good().version() ? taken : old;
        }
        int stricter = next.strictness() - old.good().strictness();
        boolean wins = stricter > 0
                || (stricter == 0 && Arrays.compareUnsigned(sha256, RandomHistory.sha256(old.value())) < 0);
        return wins ? new State(next, value, old.usable()) : old;
    }

    private static State tombstone(Subject subject, State old) {
        if (old == null) {
            return null;
        }
        boolean over = old.isFinal() || (old.usable() && old.good().expired());
        return subject.topic() == Topic.KEYS && over ? null : old.denied();
    }
}
