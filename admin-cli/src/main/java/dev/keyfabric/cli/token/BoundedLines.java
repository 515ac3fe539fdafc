package dev.keyfabric.cli.token;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each at most so many bytes long: of a longer one no more is kept than that it is too long. */
final class BoundedLines {
    /** A line that was read. */
    record Line(String text, boolean tooLong) {}

    private final BufferedInputStream in;
    private final int longest;

    BoundedLines(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.longest = longest;
    }

    /** The next line; null at the end. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() < longest) {
                line.write(b);
            } else {
                tooLong = true;
            }
        }
        return new Line(tooLong ? "" : line.toString(StandardCharsets.UTF_8), tooLong);
    }

    /** Whether another line may be read without waiting. */
    boolean isMoreAtHand() throws IOException {
        return in.available() > 0;
    }
}
