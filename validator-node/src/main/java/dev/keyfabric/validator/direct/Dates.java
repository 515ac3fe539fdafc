package dev.keyfabric.validator.direct;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of {@code Date} (RFC 9110, section 5.6.7), written once a second. For one thread. */
final class Dates {
    private static final DateTimeFormatter FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND = 1000;

    private final InstantSource wall;
    private long second = Long.MIN_VALUE;
    private String text = "";

    Dates(InstantSource wall) {
        this.wall = wall;
    }

    String now() {
        long present = Math.floorDiv(wall.millis(), SECOND);
        if (present != second) {
            second = present;
            text = FIXDATE.format(Instant.ofEpochSecond(present));
        }
        return text;
    }
}
