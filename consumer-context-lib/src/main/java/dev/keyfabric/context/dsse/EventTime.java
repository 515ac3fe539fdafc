package dev.keyfabric.context.dsse;

import dev.keyfabric.context.text.MalformedTextException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * The time of a CloudEvent. The text may have any offset and any precision (RFC 3339, section 5.6); what is signed is
 * the same moment in UTC, cut to the second, so the signature alone does not hold the text fast.
 *
 * @param text as it stands in the event
 * @param instant with all of the text's precision
 */
public record EventTime(String text, Instant instant) {
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    /** The time in the form that is signed, now and here: whole seconds in UTC. */
    public static EventTime of(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        return new EventTime(DateTimeFormatter.ISO_INSTANT.format(second), second);
    }

    public static EventTime parse(String text) throws MalformedTextException {
        // The pattern first: the JDK's parser lets seconds go and offsets have them.
        if (text.length() > 40 || !RFC_3339.matcher(text).matches()) {
            throw new MalformedTextException("not a time of RFC 3339");
        }
        try {
            return new EventTime(text, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new MalformedTextException("not a time of RFC 3339");
        }
    }

    /** {@code yyyy-MM-ddTHH:mm:ssZ}. */
    public String signedForm() {
        return of(instant).text;
    }

    /** Whether the text is the signed form itself, so that the signature holds every byte of it. */
    public boolean isSignedForm() {
        return text.equals(signedForm());
    }
}
