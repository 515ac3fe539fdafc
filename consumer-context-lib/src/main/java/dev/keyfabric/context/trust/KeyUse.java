package dev.keyfabric.context.trust;

import java.util.Optional;

/** The one thing that a signing key may sign: docs/contract/identity.md, section 1. */
public enum KeyUse {
    /** Validators: Txn-Tokens, service JWTs, node positions, upgrades of key hashes. */
    TXN("txn"),
    /** Services: the proof of a stamp. */
    STAMP("stamp"),
    /** The registry: commands of its facade. */
    REGISTRY("registry"),
    /** People: commands on the bus. */
    ADMIN("admin");

    private final String wireName;

    KeyUse(String wireName) {
        this.wireName = wireName;
    }

    /** The value of {@code kf_use}. */
    public String wireName() {
        return wireName;
    }

    /** The use that {@code kf_use} names; empty for one that this library does not know. */
    public static Optional<KeyUse> ofWireName(String name) {
        for (KeyUse use : values()) {
            if (use.wireName.equals(name)) {
                return Optional.of(use);
            }
        }
        return Optional.empty();
    }
}
