package dev.keyfabric.context.stamp;

/** How fast a stamp holds its record. The names are those of {@code binding} in a topic's policy, in lower case. */
public enum Binding {
    /** The producing service signs each record: nothing can be changed, moved or invented. */
    SIGNED,
    /**
     * The token alone: it proves for which consumer its service acted, not that this record came of it. For topics whose
     * writers are all trusted and which cannot bear a signature per record.
     */
    EVIDENCE
}
