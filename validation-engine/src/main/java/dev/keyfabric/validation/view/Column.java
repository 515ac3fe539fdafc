package dev.keyfabric.validation.view;

/** The column families of the view's database; the names are on disk and never change. */
enum Column {
    KEYS("keys"),
    CONSUMERS("consumers"),
    PLANS("plans"),
    SERVICES("services"),
    SIGNING_KEYS("signing-keys"),
    /** SHA-256 of a secret to the ids of the keys that hold it. */
    HASHES("hashes"),
    /** Next offset and last tick of each partition. */
    PROGRESS("progress"),
    META("meta");

    private final String family;

    Column(String family) {
        this.family = family;
    }

    String family() {
        return family;
    }
}
