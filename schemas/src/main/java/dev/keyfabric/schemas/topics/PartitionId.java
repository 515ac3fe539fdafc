package dev.keyfabric.schemas.topics;

/** One partition of one of our topics, spelled {@code keys.v1-3} in positions. */
public record PartitionId(Topic topic, int partition) implements Comparable<PartitionId> {
    @Override
    public int compareTo(PartitionId other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return topic.id() + "-" + partition;
    }
}
