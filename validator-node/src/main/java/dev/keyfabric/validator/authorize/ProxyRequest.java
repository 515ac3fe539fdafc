package dev.keyfabric.validator.authorize;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this door reads of a proxy's request, whoever took it in. */
public interface ProxyRequest {
    Target target();

    /** The lines of a header in the order in which they came, by its name in any case; empty = none. */
    List<String> headers(String name);

    /** The address of the connection's other end as text; null = not known. */
    @Nullable
    String peer();
}
