package dev.keyfabric.validation.view;

import dev.keyfabric.follower.BusIdentity;
import dev.keyfabric.schemas.topics.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the view remembers about itself, in the column {@link Column#META}. */
final class Meta {
    /** Raised whenever an older build would misread what this one writes, or this one reads less from it than it needs. */
    static final int FORMAT = 2;

    private static final byte[] FORMAT_KEY = Texts.bytes("format");
    private static final byte[] IDENTITY_KEY = Texts.bytes("identity");
    private static final byte[] TALLIES_KEY = Texts.bytes("tallies");
    private static final byte[] HAS_VIEW_KEY = Texts.bytes("has-view");
    private static final byte[] LEFT_KEY = Texts.bytes("left");
    private static final byte[] LAPSED_KEY = Texts.bytes("lapsed");
    private static final byte[] TOLD_AT_KEY = Texts.bytes("told-at");
    private static final byte[] TOLD_BOUND_KEY = Texts.bytes("told-bound-ms");
    private static final byte[] HELD_ALL_AT_KEY = Texts.bytes("held-all-at");
    private static final byte[] DIGEST_REBUILD_KEY = Texts.bytes("digest-rebuild-at");
    private static final byte[] ROOT_KEY = Texts.bytes("root");
    private static final byte[] YES = {1};

    private final Database database;

    Meta(Database database) {
        this.database = database;
    }

    /** Whether the store was never opened before. */
    boolean isNew() {
        return database.get(Column.META, FORMAT_KEY) == null;
    }

    /** Refuses a store that a newer build has written; signs a new one. */
    void checkFormat() {
        byte[] stored = database.get(Column.META, FORMAT_KEY);
        if (stored == null) {
            database.putSynced(Column.META, FORMAT_KEY, Texts.bytes(String.valueOf(FORMAT)));
        } else if (Integer.parseInt(Texts.text(stored)) > FORMAT) {
            throw new StoreException(
                    "the view has format " + Texts.text(stored) + ", of a newer build; this one reads up to " + FORMAT
                            + ": start the newer build, or delete the folder to have it filled again");
        }
    }

    /** Whether an older build wrote the store: it is read, and replaced by one that is filled anew. */
    boolean outdated() {
        byte[] stored = database.get(Column.META, FORMAT_KEY);
        return stored != null && Integer.parseInt(Texts.text(stored)) < FORMAT;
    }

    /** When the store was last known to hold all that the topics held, in ms of the wall clock; null = nobody knows. */
    @Nullable
    Long heldAllAt() {
        byte[] stored = database.get(Column.META, HELD_ALL_AT_KEY);
        return stored == null ? null : Texts.number(stored);
    }

    /** Not synced: what a loss of power leaves is an earlier time, which only makes the absence longer. */
    void setHeldAllAt(long millis) {
        database.put(Column.META, HELD_ALL_AT_KEY, Texts.bytes(millis));
    }

    /** When filling a store anew for its digests was last begun, in ms of the wall clock; null = never. */
    @Nullable
    Long digestRebuildAt() {
        byte[] stored = database.get(Column.META, DIGEST_REBUILD_KEY);
        return stored == null ? null : Texts.number(stored);
    }

    void setDigestRebuildAt(long millis) {
        database.putSynced(Column.META, DIGEST_REBUILD_KEY, Texts.bytes(millis));
    }

    @Nullable
    BusIdentity identity() {
        byte[] stored = database.get(Column.META, IDENTITY_KEY);
        if (stored == null) {
            return null;
        }
        List<String> lines = Texts.text(stored).lines().toList();
        Map<Topic, String> topicIds = new EnumMap<>(Topic.class);
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            Topic.ofId(line.substring(0, space)).ifPresent(topic -> topicIds.put(topic, line.substring(space + 1)));
        }
        return new BusIdentity(lines.get(0), topicIds);
    }

    static void writeIdentity(BusIdentity identity, Writes writes) {
        StringBuilder text = new StringBuilder(identity.clusterId()).append('\n');
        identity.topicIds()
                .forEach((topic, id) ->
                        text.append(topic.id()).append(' ').append(id).append('\n'));
        writes.put(Column.META, IDENTITY_KEY, Texts.bytes(text.toString()));
    }

    Tallies tallies() {
        byte[] stored = database.get(Column.META, TALLIES_KEY);
        return stored == null ? Tallies.none() : Tallies.parse(Texts.text(stored));
    }

    static void writeTallies(Tallies tallies, Writes writes) {
        writes.put(Column.META, TALLIES_KEY, Texts.bytes(tallies.toString()));
    }

    boolean hasView() {
        return database.get(Column.META, HAS_VIEW_KEY) != null;
    }

    void setHasView() {
        database.putSynced(Column.META, HAS_VIEW_KEY, YES);
    }

    long toldBoundMs() {
        byte[] stored = database.get(Column.META, TOLD_BOUND_KEY);
        return stored == null ? Long.MAX_VALUE : Texts.number(stored);
    }

    void setToldBoundMs(long boundMs) {
        database.putSynced(Column.META, TOLD_BOUND_KEY, Texts.bytes(boundMs));
    }

    /** Written with what the view has yet to be filled with again. */
    static void forgetView(Writes writes) {
        writes.delete(Column.META, HAS_VIEW_KEY);
    }

    /** The root that the records held were checked against, as {@link RootRule#remembered()} names it; empty = never any. */
    String root() {
        byte[] stored = database.get(Column.META, ROOT_KEY);
        return stored == null ? "" : Texts.text(stored);
    }

    static void writeRoot(String root, Writes writes) {
        writes.put(Column.META, ROOT_KEY, Texts.bytes(root));
    }

    boolean left() {
        return database.get(Column.META, LEFT_KEY) != null;
    }

    void setLeft(boolean left) {
        database.putSynced(Column.META, LEFT_KEY, left ? YES : null);
    }

    boolean lapsed() {
        return database.get(Column.META, LAPSED_KEY) != null;
    }

    void setLapsed(boolean lapsed) {
        database.putSynced(Column.META, LAPSED_KEY, lapsed ? YES : null);
    }

    /** Written with the news that end a staleness. */
    static void writeLapsed(Writes writes) {
        writes.put(Column.META, LAPSED_KEY, YES);
    }

    /** When the fleet was last told where this node is, in ms of the broker's time; null = never, or nobody wrote it down. */
    @Nullable
    Long toldAt() {
        byte[] stored = database.get(Column.META, TOLD_AT_KEY);
        return stored == null ? null : Texts.number(stored);
    }

    /** Not synced: what a loss of power leaves is an earlier time, which only makes the silence longer. */
    void setToldAt(long brokerTime) {
        database.put(Column.META, TOLD_AT_KEY, Texts.bytes(brokerTime));
    }
}
