package dev.keyfabric.registry.readmodel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place after one entry of the history. Its text is opaque to clients.
 *
 * @param at the entry's time in ms
 */
public record HistoryCursor(long at, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}) ([0-9]{1,9}) ([0-9]{1,18})");

    static HistoryCursor after(HistoryEntry entry) {
        return new HistoryCursor(entry.at().toEpochMilli(), entry.partition(), entry.offset());
    }

    /** The cursor that a text is, or empty when it is none of ours. */
    public static Optional<HistoryCursor> parse(String text) {
        try {
            Matcher plain = TEXT.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            return plain.matches()
                    ? Optional.of(new HistoryCursor(
                            Long.parseLong(plain.group(1)),
                            Integer.parseInt(plain.group(2)),
                            Long.parseLong(plain.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        String plain = at + " " + partition + " " + offset;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
