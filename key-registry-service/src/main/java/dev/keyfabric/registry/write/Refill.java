package dev.keyfabric.registry.write;

/** Makes the state of a partition from the topics, before its first decision. */
interface Refill {
    /**
     * Folds everything that is committed into an empty store.
     *
     * @return the offset of the last command of the partition that has a result; -1 = none has
     * @throws RefillException when the state cannot be made; no command may be decided then
     */
    long into(PartitionStore store, int partition);
}
