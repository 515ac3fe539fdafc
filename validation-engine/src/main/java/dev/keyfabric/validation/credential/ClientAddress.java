package dev.keyfabric.validation.credential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caller's address, of the header that the proxy in front sets. */
public final class ClientAddress {
    private ClientAddress() {}

    /**
     * The right-most entry of the last line; what stands left of it is hearsay. Null when there is no line.
     *
     * @param lines of that header, in the order in which they came
     */
    public static @Nullable String of(List<String> lines) {
        if (lines.isEmpty()) {
            return null;
        }
        String line = lines.get(lines.size() - 1);
        return line.substring(line.lastIndexOf(',') + 1).strip();
    }
}
