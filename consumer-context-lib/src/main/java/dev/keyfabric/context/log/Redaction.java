package dev.keyfabric.context.log;

import java.util.regex.Pattern;

/**
 * A text without what may be a raw key or a signed token. Nothing of ours logs either; this is for the message of an
 * exception from elsewhere that quotes its input. It looks for the form alone, whatever the fabric's prefix is.
 */
public final class Redaction {
    private static final String GONE = "[redacted]";

    /** The end of a key's prefix, then at least the 36 characters of its secret part. */
    private static final Pattern KEY = Pattern.compile("((?:live|test)_)[0-9A-Za-z]{36,}");

    /** Header and claims of a compact JWS are JSON objects; without its signature it proves nothing. */
    private static final Pattern TOKEN = Pattern.compile("(eyJ[0-9A-Za-z_-]+\\.eyJ[0-9A-Za-z_-]+\\.)[0-9A-Za-z_-]+");

    private Redaction() {}

    /** The same text where there is nothing to hide. */
    public static String of(String text) {
        boolean key = text.contains("live_") || text.contains("test_");
        String withoutKeys = key ? KEY.matcher(text).replaceAll("$1" + GONE) : text;
        return withoutKeys.contains("eyJ") ? TOKEN.matcher(withoutKeys).replaceAll("$1" + GONE) : withoutKeys;
    }
}
