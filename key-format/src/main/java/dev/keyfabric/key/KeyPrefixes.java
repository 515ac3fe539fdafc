package dev.keyfabric.key;

/**
 * The two prefixes a fabric puts before its keys: {@code <stem>_live} and {@code <stem>_test}. The checksum covers a
 * key's body alone, so a slip in the prefix is found by comparing it with these.
 *
 * @param stem {@code kf} unless configured; {@link ApiKey#isPrefix} holds for it
 */
public record KeyPrefixes(String stem) {
    public static final KeyPrefixes DEFAULT = new KeyPrefixes("kf");

    private static final String LIVE = "_live";
    private static final String TEST = "_test";

    public KeyPrefixes {
        if (!ApiKey.isPrefix(stem) || !ApiKey.isPrefix(stem + LIVE)) {
            throw new IllegalArgumentException("key stem must match [a-z][a-z0-9]*(_[a-z0-9]+)*, at most 27 long");
        }
    }

    /** The prefix of keys for the environment {@code live}. */
    public String live() {
        return stem + LIVE;
    }

    /** The prefix of keys for the environment {@code test}. */
    public String test() {
        return stem + TEST;
    }

    /** Whether a text begins with one of the two prefixes. The two are equally long. */
    boolean startsOf(String text) {
        return text.startsWith(stem) && (text.startsWith(LIVE, stem.length()) || text.startsWith(TEST, stem.length()));
    }

    int length() {
        return stem.length() + LIVE.length();
    }
}
