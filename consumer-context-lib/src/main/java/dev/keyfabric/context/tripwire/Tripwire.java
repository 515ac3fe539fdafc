package dev.keyfabric.context.tripwire;

import dev.keyfabric.context.tripwire.Finding.Form;
import dev.keyfabric.context.tripwire.KeyPatterns.Pattern;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches bytes for a key whose checksum is right: as it is, with JSON or percent escapes (up to three layers), or
 * inside base64 of either alphabet at any alignment, escaped or broken into lines or not. It reads clean data once, byte
 * by byte, and copies none of it; a second pass is made only over data that has escapes, or line breaks after
 * characters of base64. Linear in the length. Safe for use by many threads.
 *
 * <p>A net, not a proof: what is compressed, encrypted, reversed or in base64 of base64 passes.
 */
public final class Tripwire {
    private static final int MAX_LAYERS = 3;

    /** Characters of a key after its prefix: randomness and checksum. */
    private static final int BODY_LENGTH = ApiKey.BODY_LENGTH + 6;

    private final KeyPrefixes prefixes;
    private final KeyPatterns patterns;

    /** The bytes that begin neither a key nor an escape. */
    private final boolean[] plain = new boolean[256];

    /** @param prefixes those of the fabric's keys */
    public Tripwire(KeyPrefixes prefixes) {
        this.prefixes = prefixes;
        this.patterns = new KeyPatterns(prefixes);
        for (int b = 0; b < plain.length; b++) {
            plain[b] = patterns.beginsNone((byte) b) && "%\\\n\r".indexOf(b) < 0;
        }
    }

    /** The first key found, or empty. */
    public Optional<Finding> find(byte[] data) {
        Scan scan = scan(data);
        return scan.found != null || !scan.escaped ? Optional.ofNullable(scan.found) : findEscaped(data);
    }

    private Optional<Finding> findEscaped(byte[] data) {
        Unescaped[] layers = new Unescaped[MAX_LAYERS];
        byte[] under = data;
        for (int depth = 0; depth < MAX_LAYERS; depth++) {
            layers[depth] = Unescaped.of(under);
            if (!layers[depth].changed()) {
                return Optional.empty();
            }
            under = layers[depth].bytes();
            Finding found = scan(under).found;
            if (found != null) {
                int offset = found.offset();
                for (int layer = depth; layer >= 0; layer--) {
                    offset = layers[layer].sourceOffset(offset);
                }
                return Optional.of(new Finding(form(found.form(), data, offset), offset));
            }
        }
        return Optional.empty();
    }

    /** A key in the clear below its escapes is named by the first escape in it. */
    private static Form form(Form below, byte[] data, int offset) {
        for (int i = offset; below == Form.PLAIN && i < data.length; i++) {
            if (data[i] == '%') {
                return Form.URL_ENCODED;
            }
            if (data[i] == '\\') {
                return Form.JSON_ESCAPED;
            }
        }
        return below;
    }

    /**
     * One pass.
     *
     * @param escaped whether a further pass over the unescaped bytes could find more
     */
    private record Scan(@Nullable Finding found, boolean escaped) {}

    private Scan scan(byte[] data) {
        int state = 0;
        boolean escaped = false;
        for (int i = 0; i < data.length; i++) {
            byte b = data[i];
            if (state == 0 && plain[b & 0xff]) {
                continue;
            }
            state = patterns.step(state, b);
            if (patterns.matches(state)) {
                Finding found = check(patterns.pattern(state), data, i + 1);
                if (found != null) {
                    return new Scan(found, escaped);
                }
            }
            escaped = escaped || Unescaped.begins(data, i);
        }
        return new Scan(null, escaped);
    }

    private @Nullable Finding check(Pattern pattern, byte[] data, int end) {
        int begin = end - pattern.text().length();
        String text = pattern.base64() ? fromBase64(pattern, data, begin) : plain(pattern, data, begin);
        // The text is a secret if it is a key: it goes no further than this line.
        return ApiKey.parse(text, prefixes).isPresent()
                ? new Finding(pattern.base64() ? Form.BASE64 : Form.PLAIN, begin)
                : null;
    }

    private String plain(Pattern pattern, byte[] data, int begin) {
        int length = Math.min(pattern.text().length() + BODY_LENGTH, data.length - begin);
        return new String(data, begin, length, StandardCharsets.ISO_8859_1);
    }

    private String fromBase64(Pattern pattern, byte[] data, int begin) {
        int wanted = pattern.keyStart().length() + BODY_LENGTH;
        StringBuilder key = new StringBuilder(wanted);
        int bits = 0;
        int held = pattern.bitsBefore();
        if (held > 0) {
            // The first byte began in a character before; it is the prefix's, as the match has shown.
            bits = pattern.keyStart().charAt(0) >> (8 - held);
        }
        for (int i = begin; i < data.length && key.length() < wanted; i++) {
            int six = Base64Bits.of(data[i]);
            if (six < 0) {
                break;
            }
            bits = bits << 6 | six;
            held += 6;
            if (held >= 8) {
                held -= 8;
                key.append((char) (bits >> held & 0xff));
                bits &= (1 << held) - 1;
            }
        }
        return key.toString();
    }
}
