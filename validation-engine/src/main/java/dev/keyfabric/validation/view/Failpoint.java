package dev.keyfabric.validation.view;

/** Hears of each step of a write and of a swap, so that a test can let the process die between two of them. */
interface Failpoint {
    Failpoint NONE = step -> {};

    void passed(Step step);

    /** What has been done last. */
    enum Step {
        /** All effects and offsets of a batch are put together; the disk has none of them. */
        GATHERED,
        /** The disk has them; memory has not. */
        WRITTEN,
        /** What the cache held of the changed subjects is gone. */
        DROPPED,
        /** Readers see how far the view is. */
        SHOWN,
        /** All of the next store outlasts a loss of power; nothing says yet that it serves. */
        SYNCED,
        /** A file that says so is written and not in force. */
        NAMED,
        /** It is in force; this process still reads the store before. */
        PROMOTED
    }
}
