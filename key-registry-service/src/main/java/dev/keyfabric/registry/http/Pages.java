package dev.keyfabric.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Cursor;
import dev.keyfabric.registry.readmodel.Listing;
import dev.keyfabric.registry.readmodel.Page;
import dev.keyfabric.registry.readmodel.Sort;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists over HTTP: {@code limit}, {@code sort} and {@code cursor} in, {@code {items, nextCursor}} out. */
public final class Pages {
    private static final Set<String> PARAMETERS = Set.of("limit", "sort", "cursor", Query.POSITION);
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    private Pages() {}

    /** The query parameters of a list with these filters. */
    public static Set<String> parameters(Set<String> filters) {
        Set<String> all = new TreeSet<>(PARAMETERS);
        all.addAll(filters);
        return all;
    }

    /** The listing that a query asks for, still without its filters. */
    public static Listing listing(SubjectKind kind, Query query) {
        @Nullable Sort sort = query.parsed("sort", Sort::ofText);
        @Nullable Cursor cursor = query.parsed("cursor", Cursor::parse);
        Sort order = sort != null ? sort : cursor != null ? cursor.sort() : Sort.DEFAULT;
        if (cursor != null && !cursor.sort().equals(order)) {
            throw new ProblemException(Problem.malformed("the cursor belongs to a list in another order"));
        }
        return new Listing(kind, order, query.number("limit", 1, MOST, DEFAULT_LIMIT), cursor);
    }

    public static ObjectNode json(Page page, Function<Subject, ObjectNode> item) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        page.items().stream().map(item).forEach(items::add);
        json.put("nextCursor", page.next() == null ? null : page.next().toString());
        return json;
    }
}
