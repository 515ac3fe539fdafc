package dev.keyfabric.validation.view;

/** Whether what is held of a subject may be relied on. */
public enum Mark {
    GOOD('g'),
    /** The last record could not be understood: denied until a later good version comes. */
    UNREADABLE('u'),
    /** A tombstone came for a subject that may not be purged: denied until a later good version comes. */
    WITHHELD('w');

    private final byte code;

    Mark(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Mark ofCode(byte code) {
        for (Mark mark : values()) {
            if (mark.code == code) {
                return mark;
            }
        }
        return UNREADABLE;
    }
}
