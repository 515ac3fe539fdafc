package dev.keyfabric.context.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The present as HTTP writes it: an IMF-fixdate (RFC 9110, section 5.6.7), written once a second. Java's own
 * {@link DateTimeFormatter#RFC_1123_DATE_TIME} is none: its first nine days of a month have one digit.
 */
public final class HttpDates {
    private static final DateTimeFormatter FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND = 1000;

    private final InstantSource clock;
    private volatile Written last = new Written(Long.MIN_VALUE, "");

    public HttpDates(InstantSource clock) {
        this.clock = clock;
    }

    /** The value of a {@code Date} header, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public String now() {
        long second = Math.floorDiv(clock.millis(), SECOND);
        Written written = last;
        if (written.second != second) {
            written = new Written(second, FIXDATE.format(Instant.ofEpochSecond(second)));
            last = written;
        }
        return written.text;
    }

    private record Written(long second, String text) {}
}
