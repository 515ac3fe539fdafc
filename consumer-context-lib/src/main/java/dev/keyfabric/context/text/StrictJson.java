package dev.keyfabric.context.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON reader (RFC 8259) that accepts one reading of a text only: an object in valid UTF-8, no duplicate member, no
 * lone surrogate, nothing after its end, at most eight levels deep. Integers that fit a {@code long} are {@link Long};
 * every other number keeps its text as {@link OtherNumber}, so that no time is ever rounded or infinite.
 */
public final class StrictJson {
    /** Objects and arrays may nest this deep; the outermost object is the first level. */
    public static final int MAX_DEPTH = 8;

    private static final String SPACE = " \t\n\r";

    /** The JSON value null. */
    public enum Null {
        NULL
    }

    /** A number that is not an integer in range, as it was written. */
    public record OtherNumber(String text) {}

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    /** Reads an object from UTF-8. The caller bounds the length beforehand. */
    public static JsonObject read(byte[] utf8) throws MalformedTextException {
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedTextException("not UTF-8");
        }
    }

    static JsonObject read(String text) throws MalformedTextException {
        StrictJson reader = new StrictJson(text);
        reader.skipSpace();
        JsonObject object = reader.object(1);
        reader.skipSpace();
        if (reader.at != text.length()) {
            throw new MalformedTextException("text after the JSON object");
        }
        return object;
    }

    private Object value(int depth) throws MalformedTextException {
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", Null.NULL);
            default -> number();
        };
    }

    private JsonObject object(int depth) throws MalformedTextException {
        expect('{');
        refuseTooDeep(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        skipSpace();
        if (taken('}')) {
            return new JsonObject(members);
        }
        do {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (members.put(name, value(depth + 1)) != null) {
                throw new MalformedTextException("a duplicate member");
            }
            skipSpace();
        } while (taken(','));
        expect('}');
        return new JsonObject(members);
    }

    private List<Object> array(int depth) throws MalformedTextException {
        expect('[');
        refuseTooDeep(depth);
        List<Object> elements = new ArrayList<>();
        skipSpace();
        if (taken(']')) {
            return List.of();
        }
        do {
            skipSpace();
            elements.add(value(depth + 1));
            skipSpace();
        } while (taken(','));
        expect(']');
        return List.copyOf(elements);
    }

    private String string() throws MalformedTextException {
        expect('"');
        int start = at;
        while (peek() != '"' && peek() != '\\') {
            character();
        }
        if (peek() == '"') {
            return checked(text.substring(start, at++));
        }
        StringBuilder built = new StringBuilder(text.substring(start, at));
        while (!taken('"')) {
            built.append(taken('\\') ? escape() : character());
        }
        return checked(built.toString());
    }

    private char character() throws MalformedTextException {
        char c = peek();
        if (c < ' ') {
            throw new MalformedTextException("a control character in a string");
        }
        at++;
        return c;
    }

    private char escape() throws MalformedTextException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new MalformedTextException("an unknown escape");
        };
    }

    private char unicode() throws MalformedTextException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new MalformedTextException("a \\u escape without four hex digits");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private static String checked(String string) throws MalformedTextException {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < string.length()
                        && Character.isLowSurrogate(string.charAt(i + 1));
                if (!pair) {
                    throw new MalformedTextException("a lone surrogate");
                }
                i++;
            }
        }
        return string;
    }

    private Object number() throws MalformedTextException {
        int start = at;
        taken('-');
        if (!taken('0')) {
            digits();
        }
        boolean integer = true;
        if (taken('.')) {
            integer = false;
            digits();
        }
        if (taken('e') || taken('E')) {
            integer = false;
            if (!taken('+')) {
                taken('-');
            }
            digits();
        }
        String number = text.substring(start, at);
        if (!integer || number.equals("-0")) {
            return new OtherNumber(number);
        }
        try {
            return Long.valueOf(number);
        } catch (NumberFormatException e) {
            return new OtherNumber(number);
        }
    }

    private void digits() throws MalformedTextException {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new MalformedTextException("not a JSON value");
        }
    }

    private Object literal(String word, Object value) throws MalformedTextException {
        if (!text.startsWith(word, at)) {
            throw new MalformedTextException("not a JSON value");
        }
        at += word.length();
        return value;
    }

    private char peek() throws MalformedTextException {
        if (at >= text.length()) {
            throw new MalformedTextException("JSON that ends too early");
        }
        return text.charAt(at);
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws MalformedTextException {
        if (!taken(c)) {
            throw new MalformedTextException("JSON without its " + c);
        }
    }

    private void skipSpace() {
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static void refuseTooDeep(int depth) throws MalformedTextException {
        if (depth > MAX_DEPTH) {
            throw new MalformedTextException("JSON nested more than " + MAX_DEPTH + " levels deep");
        }
    }
}
