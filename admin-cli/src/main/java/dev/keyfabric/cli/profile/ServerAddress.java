package dev.keyfabric.cli.profile;

import dev.keyfabric.cli.shell.CliException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Addresses of servers that a token may be sent to. */
public final class ServerAddress {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    private ServerAddress() {}

    /** The base address of a server; plain http only on this machine, where nobody else can read a token. */
    public static URI of(String text) {
        try {
            URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            String scheme = String.valueOf(address.getScheme());
            if (address.getHost() == null
                    || address.getUserInfo() != null
                    || address.getQuery() != null
                    || !(scheme.equals("http") || scheme.equals("https"))) {
                throw CliException.usage("an address is like https://registry.example:8080");
            }
            if (scheme.equals("http") && !LOOPBACK.matcher(address.getHost()).matches()) {
                throw CliException.usage("http:// to another machine would show the token to others: use https://");
            }
            return address;
        } catch (URISyntaxException e) {
            throw CliException.usage("an address is like https://registry.example:8080");
        }
    }
}
