package dev.keyfabric.registry.console.keys;

/** What can be done with a key that is there. */
enum KeyAction {
    CHANGE("changed"),
    ROTATE("rotated"),
    SUSPEND("suspended"),
    REINSTATE("reinstated"),
    REVOKE("revoked");

    private final String did;

    KeyAction(String did) {
        this.did = did;
    }

    /** What is said when it is done. */
    String did() {
        return did;
    }
}
