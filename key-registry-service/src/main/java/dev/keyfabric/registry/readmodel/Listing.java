package dev.keyfabric.registry.readmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A wish to see some subjects: which, in what order, from where, how many. Built by adding conditions; a null or empty
 * value adds none.
 */
public final class Listing {
    private final SubjectKind kind;
    private final Sort sort;
    private final int limit;
    private final @Nullable Cursor cursor;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private boolean owned;

    /**
     * A listing of all subjects of a kind.
     *
     * @param cursor of the same sort, or null for the first page
     */
    public Listing(SubjectKind kind, Sort sort, int limit, @Nullable Cursor cursor) {
        if (cursor != null && !cursor.sort().equals(sort)) {
            throw new IllegalArgumentException("the cursor belongs to another sort");
        }
        this.kind = kind;
        this.sort = sort;
        this.limit = limit;
        this.cursor = cursor;
    }

    public Listing status(@Nullable String status) {
        if (Subject.UNREADABLE.equals(status)) {
            conditions.add("unreadable");
            return this;
        }
        if (status != null) {
            conditions.add("NOT unreadable");
        }
        return equal(unindexed("status"), status);
    }

    /** In the order of their creation, the subjects of an owner lie side by side in an index. */
    public Listing belongsTo(@Nullable String owner) {
        owned = owner != null && sort.by() == Sort.By.CREATED_AT;
        return equal(owned ? "belongs_to" : unindexed("belongs_to"), owner);
    }

    public Listing environment(@Nullable String environment) {
        return equal("environment", environment);
    }

    /** Only signing keys of a use, or enrolment keys for one. */
    public Listing use(@Nullable String use) {
        return equal("use_of", use);
    }

    /** Only keys that can be read and enrol nothing. */
    public Listing ordinary() {
        conditions.add("use_of IS NULL AND NOT unreadable");
        return this;
    }

    /** Only subjects to which exactly this scope was given. */
    public Listing scope(@Nullable String scope) {
        return scope == null ? this : like("scopes", "% " + escaped(scope) + " %");
    }

    public Listing namePrefix(@Nullable String prefix) {
        return prefix == null ? this : like("name", escaped(prefix) + "%");
    }

    /** Only subjects in whose id, name and the like every word of a text occurs, in whatever case. */
    public Listing containing(@Nullable String text) {
        if (text != null) {
            for (String word : text.toLowerCase(Locale.ROOT).trim().split("\\s+", 8)) {
                like("search", "%" + escaped(word) + "%");
            }
        }
        return this;
    }

    SubjectKind kind() {
        return kind;
    }

    Sort sort() {
        return sort;
    }

    int limit() {
        return limit;
    }

    /** The query; asks for one more row than the limit, to know whether there is a next page. */
    String sql(List<Object> parameters) {
        List<String> all = new ArrayList<>(conditions);
        parameters.addAll(values);
        if (cursor != null) {
            all.add(sort.after(cursor, parameters));
        }
        String where = all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
        return "SELECT " + Lookups.SUBJECT_COLUMNS + ", " + sort.column() + " FROM " + kind.table() + where
                + sort.orderBy(owned ? "belongs_to" : null) + " LIMIT " + (limit + 1);
    }

    /**
     * A column whose index is not used: the database would rather take it, and sort everything it finds, than walk along the index of the
     * order, which ends after a page.
     */
    private static String unindexed(String column) {
        return "COALESCE(" + column + ", '')";
    }

    private Listing equal(String column, @Nullable String value) {
        if (value != null) {
            conditions.add(column + " = ?");
            values.add(value);
        }
        return this;
    }

    private Listing like(String column, String pattern) {
        conditions.add(column + " LIKE ? ESCAPE '!'");
        values.add(pattern);
        return this;
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
