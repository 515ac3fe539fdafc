package dev.keyfabric.validation.address;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, as far as it can be believed: the connection's own address is the last hop, and as long as a
 * hop is a trusted proxy, what it says of the hop before it counts. What stands left of the first hop that is not
 * trusted is hearsay, and is not looked at.
 */
public final class ClientAddress {
    private static final String FORWARDED = "forwarded";

    private final @Nullable String header;
    private final List<CidrBlock> proxies;

    /**
     * A rule.
     *
     * @param header in which proxies write down their hops; null = none
     * @param proxies that are trusted; empty = whoever connects is, and nobody beyond
     */
    public ClientAddress(@Nullable String header, List<CidrBlock> proxies) {
        this.header = header;
        this.proxies = List.copyOf(proxies);
    }

    /**
     * The caller's address; null when it is not known: nothing is set, a hop that had to be believed is no address, or
     * every hop is a trusted proxy.
     *
     * @param peer the connection's address; null = not known
     * @param headers the lines of a header by its name, in the order in which they came, empty where there is none
     */
    public @Nullable String of(@Nullable String peer, Function<String, List<String>> headers) {
        if (header == null) {
            return null;
        }
        IpAddress last =
                peer == null ? null : IpAddress.parse(withoutZone(peer)).orElse(null);
        if (!proxies.isEmpty() && last == null) {
            return null;
        }
        if (last != null && !proxies.isEmpty() && !isProxy(last)) {
            return last.toString();
        }
        List<String> lines = headers.apply(header);
        List<@Nullable IpAddress> hops = header.toLowerCase(Locale.ROOT).equals(FORWARDED)
                ? ForwardedHops.ofForwarded(lines)
                : ForwardedHops.ofList(lines);
        for (int i = hops.size() - 1; i >= 0; i--) {
            IpAddress hop = hops.get(i);
            if (hop == null || !isProxy(hop)) {
                return hop == null ? null : hop.toString();
            }
        }
        return null;
    }

    /** A link-local peer comes with the name of the interface ({@code fe80::1%eth0}). */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private boolean isProxy(IpAddress address) {
        for (CidrBlock block : proxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
