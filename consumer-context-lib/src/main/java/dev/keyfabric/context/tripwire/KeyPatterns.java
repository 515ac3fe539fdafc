package dev.keyfabric.context.tripwire;

import dev.keyfabric.key.KeyPrefixes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;

/**
 * An Aho-Corasick automaton over the ways in which a key can begin: its prefix as it is, and the characters that the
 * prefix fixes in base64, for each of the three places in a group and both alphabets.
 */
final class KeyPatterns {
    private static final int BYTES = 256;

    /**
     * One way in which a key can begin.
     *
     * @param keyStart the key's first characters, {@code _} included
     * @param bitsBefore bits of the key before the first character of {@code text}; negative = not base64
     */
    record Pattern(String text, String keyStart, int bitsBefore) {
        boolean base64() {
            return bitsBefore >= 0;
        }
    }

    private final List<Pattern> patterns = new ArrayList<>();
    private final short[] next;
    private final short[] found;

    KeyPatterns(KeyPrefixes prefixes) {
        for (String prefix : List.of(prefixes.live(), prefixes.test())) {
            String start = prefix + "_";
            patterns.add(new Pattern(start, start, -1));
            for (int before = 0; before < 3; before++) {
                addBase64(start, before);
            }
        }
        int states = 1 + patterns.stream().mapToInt(p -> p.text.length()).sum();
        next = new short[states * BYTES];
        found = new short[states];
        Arrays.fill(found, (short) -1);
        link(grow());
    }

    /** The state after a byte; the first state is 0. */
    int step(int state, int b) {
        return next[state * BYTES + (b & 0xff)];
    }

    /** Whether no pattern begins with the byte. */
    boolean beginsNone(byte b) {
        return next[b & 0xff] == 0;
    }

    boolean matches(int state) {
        return found[state] >= 0;
    }

    Pattern pattern(int state) {
        return patterns.get(found[state]);
    }

    private void addBase64(String start, int before) {
        byte[] bytes = new byte[before + start.length()];
        System.arraycopy(start.getBytes(StandardCharsets.US_ASCII), 0, bytes, before, start.length());
        // The characters that lie wholly inside the prefix: their bits are known whatever stands around them.
        int from = (before * 8 + 5) / 6;
        int to = bytes.length * 8 / 6;
        int bitsBefore = from * 6 - before * 8;
        String standard = Base64.getEncoder().encodeToString(bytes).substring(from, to);
        patterns.add(new Pattern(standard, start, bitsBefore));
        String urlSafe = Base64.getUrlEncoder().encodeToString(bytes).substring(from, to);
        if (!urlSafe.equals(standard)) {
            patterns.add(new Pattern(urlSafe, start, bitsBefore));
        }
    }

    /** The trie of the patterns; returns how many states it has. No pattern is the end of another one. */
    private int grow() {
        int states = 1;
        for (int i = 0; i < patterns.size(); i++) {
            int state = 0;
            for (byte b : patterns.get(i).text.getBytes(StandardCharsets.US_ASCII)) {
                int at = state * BYTES + (b & 0xff);
                if (next[at] == 0) {
                    next[at] = (short) states++;
                }
                state = next[at];
            }
            found[state] = (short) i;
        }
        return states;
    }

    private void link(int states) {
        int[] fallback = new int[states];
        Queue<Integer> queue = new ArrayDeque<>();
        for (int b = 0; b < BYTES; b++) {
            if (next[b] != 0) {
                queue.add((int) next[b]);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int b = 0; b < BYTES; b++) {
                int at = state * BYTES + b;
                short onFailure = next[fallback[state] * BYTES + b];
                if (next[at] == 0) {
                    next[at] = onFailure;
                } else {
                    fallback[next[at]] = onFailure;
                    queue.add((int) next[at]);
                }
            }
        }
    }
}
