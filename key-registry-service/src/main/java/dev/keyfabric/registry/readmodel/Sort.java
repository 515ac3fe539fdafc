package dev.keyfabric.registry.readmodel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list; subjects of equal rank come by id.
 *
 * @param descending spelled with a {@code -} in front
 */
public record Sort(By by, boolean descending) {
    public static final Sort DEFAULT = new Sort(By.CREATED_AT, false);

    /** What a list can be sorted by. */
    public enum By {
        CREATED_AT("createdAt", "created_at"),
        NAME("name", "name"),
        ID("id", "id");

        private final String text;
        private final String column;

        By(String text, String column) {
            this.text = text;
            this.column = column;
        }
    }

    /** The order that a text such as {@code -createdAt} means. */
    public static Optional<Sort> ofText(String text) {
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        return Arrays.stream(By.values())
                .filter(by -> by.text.equals(name))
                .findFirst()
                .map(by -> new Sort(by, descending));
    }

    boolean accepts(String value) {
        return by != By.CREATED_AT || value.matches("-?[0-9]{1,18}");
    }

    Cursor cursorAt(ResultSet row) throws SQLException {
        return new Cursor(this, row.getString(by.column), row.getString("id"));
    }

    /** The condition that a row comes after a cursor. */
    String after(Cursor cursor, List<Object> values) {
        values.add(by == By.CREATED_AT ? (Object) Long.valueOf(cursor.value()) : cursor.value());
        values.add(cursor.id());
        return "(" + by.column + ", id) " + (descending ? "<" : ">") + " (?, ?)";
    }

    String column() {
        return by.column;
    }

    /** @param same a column that has the same value in all rows, and leads the index that they are walked along; or null */
    String orderBy(@Nullable String same) {
        String direction = descending ? " DESC" : "";
        return " ORDER BY " + (same == null ? "" : same + direction + ", ") + by.column + direction + ", id"
                + direction;
    }

    @Override
    public String toString() {
        return (descending ? "-" : "") + by.text;
    }
}
