package dev.keyfabric.schemas.topics;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A place in the history of the fabric: for some partitions the offset of a data record, inclusive. Its text is
 * comma-separated {@code topic-partition@offset}, topics without prefix, sorted; the empty position is the empty text.
 */
public record Position(NavigableMap<PartitionId, Long> offsets) {
    /** More parts than this are refused: no command writes to so many partitions. */
    public static final int MAX_PARTS = 20;

    /** Reached by everybody. */
    public static final Position NONE = new Position(Map.of());

    private static final Pattern PART = Pattern.compile("([a-z0-9.-]{1,64})-([0-9]{1,4})@([0-9]{1,18})");

    public Position {
        offsets = Collections.unmodifiableNavigableMap(new TreeMap<>(offsets));
    }

    public Position(Map<PartitionId, Long> offsets) {
        this(new TreeMap<>(offsets));
    }

    /** The position that a text means, or empty when it is malformed, too long or names a topic that is not ours. */
    public static Optional<Position> parse(String text) {
        Map<PartitionId, Long> offsets = new TreeMap<>();
        if (text.isEmpty()) {
            return Optional.of(new Position(offsets));
        }
        String[] parts = text.split(",", MAX_PARTS + 2);
        if (parts.length > MAX_PARTS) {
            return Optional.empty();
        }
        for (String part : parts) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Optional<Topic> topic = Topic.ofId(matcher.group(1));
            if (topic.isEmpty()) {
                return Optional.empty();
            }
            PartitionId partition = new PartitionId(topic.get(), Integer.parseInt(matcher.group(2)));
            offsets.merge(partition, Long.valueOf(matcher.group(3)), Math::max);
        }
        return Optional.of(new Position(offsets));
    }

    /** The position that is reached when both are. */
    public Position and(Position other) {
        Map<PartitionId, Long> both = new TreeMap<>(offsets);
        other.offsets.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
        return new Position(both);
    }

    /**
     * Whether a reader has applied everything up to here.
     *
     * @param nextOffset the reader's next offset of a partition
     */
    public boolean reachedBy(ToLongFunction<PartitionId> nextOffset) {
        return offsets.entrySet().stream().allMatch(e -> nextOffset.applyAsLong(e.getKey()) > e.getValue());
    }

    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(e -> e.getKey() + "@" + e.getValue())
                .collect(Collectors.joining(","));
    }
}
