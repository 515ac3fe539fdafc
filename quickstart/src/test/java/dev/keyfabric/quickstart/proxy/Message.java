package dev.keyfabric.quickstart.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 message as it came over the wire, framed as RFC 9112 says and otherwise left as it is: nothing is merged,
 * folded or trimmed away that a service could trip over.
 *
 * @param start the first line
 * @param body without the framing of chunks
 * @param trailers the fields behind the last chunk
 * @param raw every byte
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Message(String start, List<Field> fields, byte[] body, List<Field> trailers, byte[] raw) {
    private static final String LINE_END = "\r\n";

    /** A field line; the value without the blanks around it. */
    record Field(String name, String value) {
        /** The name as a service may see it that reads headers as CGI does, and in any case. */
        String folded() {
            return name.toLowerCase(Locale.ROOT)
                    .replace('_', '-')
                    .replace('.', '-')
                    .strip();
        }
    }

    /**
     * The next message of a stream; null when the stream ends before one begins.
     *
     * @param bodiless that it has no body whatever its fields say: the answer to HEAD
     */
    static @Nullable Message read(InputStream in, boolean bodiless) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        String start = line(in, raw);
        if (start == null) {
            return null;
        }
        List<Field> fields = fields(in, raw);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Field> trailers = List.of();
        boolean nothing = bodiless || start.matches("HTTP/1\\.[01] (1..|204|304).*");
        boolean answer = start.startsWith("HTTP/");
        Optional<String> length = value(fields, "content-length");
        if (!nothing && value(fields, "transfer-encoding").isPresent()) {
            trailers = chunks(in, raw, body);
        } else if (!nothing && length.isPresent()) {
            copy(in, Integer.parseInt(length.get()), raw, body);
        } else if (!nothing && answer) {
            byte[] rest = in.readAllBytes();
            raw.write(rest);
            body.write(rest);
        }
        return new Message(start, fields, body.toByteArray(), trailers, raw.toByteArray());
    }

    int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    String method() {
        return start.split(" ", 3)[0];
    }

    String target() {
        return start.split(" ", 3)[1];
    }

    /** The first value of a field by its name, in any case. */
    Optional<String> value(String name) {
        return value(fields, name);
    }

    /** Neither fields nor body: either may hold a key or a token. */
    @Override
    public String toString() {
        return "Message[" + start.split(" ", 2)[0] + "]";
    }

    private static Optional<String> value(List<Field> fields, String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    private static List<Field> fields(InputStream in, ByteArrayOutputStream raw) throws IOException {
        List<Field> fields = new ArrayList<>();
        while (true) {
            String line = line(in, raw);
            if (line == null) {
                throw new EOFException("a message ended in its fields");
            }
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            fields.add(colon < 0 ? new Field(line, "") : new Field(line.substring(0, colon), value(line, colon)));
        }
    }

    private static String value(String line, int colon) {
        String value = line.substring(colon + 1);
        // Blanks alone: a lone CR or LF stays, and is found.
        return value.replaceAll("^[ \\t]+|[ \\t]+$", "");
    }

    private static List<Field> chunks(InputStream in, ByteArrayOutputStream raw, ByteArrayOutputStream body)
            throws IOException {
        while (true) {
            String size = line(in, raw);
            if (size == null) {
                throw new EOFException("a message ended between chunks");
            }
            int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            if (length == 0) {
                return fields(in, raw);
            }
            copy(in, length, raw, body);
            line(in, raw);
        }
    }

    private static void copy(InputStream in, int length, ByteArrayOutputStream raw, ByteArrayOutputStream body)
            throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a message ended in its body");
        }
        raw.write(bytes);
        body.write(bytes);
    }

    /** Up to CR LF and nothing less, one char per byte; null at the end of the stream. */
    private static @Nullable String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            raw.write(next);
            line.append((char) next);
            int end = line.length() - LINE_END.length();
            if (end >= 0 && line.indexOf(LINE_END, end) == end) {
                return line.substring(0, end);
            }
        }
        if (line.length() == 0) {
            return null;
        }
        throw new EOFException("a message ended in a line");
    }
}
