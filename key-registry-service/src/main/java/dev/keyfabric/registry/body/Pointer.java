package dev.keyfabric.registry.body;

/** Builds JSON pointers (RFC 6901) that are safe to show: a member name so long that it could be a key is cut. */
final class Pointer {
    /** The shortest API key is longer than this. */
    private static final int LONGEST_SHOWN = 32;

    private Pointer() {}

    static String member(String parent, String name) {
        String shown = name.length() <= LONGEST_SHOWN ? name : name.substring(0, 8) + "…";
        return parent + "/" + shown.replace("~", "~0").replace("/", "~1");
    }

    static String item(String parent, int index) {
        return parent + "/" + index;
    }
}
