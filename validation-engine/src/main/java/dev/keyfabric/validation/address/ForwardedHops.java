package dev.keyfabric.validation.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the hops of a request out of {@code Forwarded} (RFC 7239) or of a header that lists addresses, as {@code
 * X-Forwarded-For} does. Reads anything without failing: what is no address is a hop that nothing is known of.
 */
final class ForwardedHops {
    /** More hops than any chain of proxies has. */
    static final int MAX = 64;

    private ForwardedHops() {}

    /** The hops from the client's side to ours; null where one is no address. The last {@link #MAX} when there are more. */
    static List<@Nullable IpAddress> ofForwarded(List<String> lines) {
        List<@Nullable IpAddress> hops = new ArrayList<>();
        for (String line : lines) {
            for (String element : split(line, ',')) {
                hops.add(hop(element));
            }
        }
        return last(hops);
    }

    /** As {@link #ofForwarded}, of lines that list addresses with commas between. */
    static List<@Nullable IpAddress> ofList(List<String> lines) {
        List<@Nullable IpAddress> hops = new ArrayList<>();
        for (String line : lines) {
            for (String entry : line.split(",", -1)) {
                hops.add(node(entry.strip()));
            }
        }
        return last(hops);
    }

    private static List<@Nullable IpAddress> last(List<@Nullable IpAddress> hops) {
        return hops.size() <= MAX ? hops : hops.subList(hops.size() - MAX, hops.size());
    }

    /** The {@code for} of one element; null when it has none, two, or one that is no address. */
    private static @Nullable IpAddress hop(String element) {
        IpAddress found = null;
        boolean seen = false;
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                return null;
            }
            if (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
                if (seen) {
                    return null;
                }
                seen = true;
                found = value(pair.substring(equals + 1).strip())
                        .map(ForwardedHops::node)
                        .orElse(null);
            }
        }
        return found;
    }

    /** A token or a quoted string without its quotes (RFC 9110, section 5.6.4); empty when it is neither. */
    private static Optional<String> value(String text) {
        if (!text.startsWith("\"")) {
            return text.indexOf('"') < 0 ? Optional.of(text) : Optional.empty();
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i == text.length() - 1 ? Optional.of(plain.toString()) : Optional.empty();
            }
            if (c == '\\' && ++i < text.length()) {
                c = text.charAt(i);
            }
            plain.append(c);
        }
        return Optional.empty();
    }

    /** An address, with a port perhaps, which an IPv6 address then is in brackets for (RFC 7239, section 6). */
    private static @Nullable IpAddress node(String text) {
        String address = text;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || !(end == text.length() - 1 || isPort(text, end + 1)) || text.indexOf(':') > end) {
                return null;
            }
            address = text.substring(1, end);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            int colon = text.indexOf(':');
            if (!isPort(text, colon)) {
                return null;
            }
            address = text.substring(0, colon);
        }
        return IpAddress.parse(address).orElse(null);
    }

    /** A colon and one to five digits, to the end. Obfuscated ports are none that anybody sends. */
    private static boolean isPort(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        return text.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Split where a separator stands outside of quotes. Where a quote stays open, whoever wrote the left part may have
     * opened it to hide what a proxy wrote behind it: there every separator counts.
     */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return quoted ? List.of(text.split(String.valueOf(separator), -1)) : parts;
    }
}
