package dev.keyfabric.registry.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.RecordHeaders;
import dev.keyfabric.schemas.topics.Topic;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that lead from a record back to its command. */
final class Cause {
    private static final Pattern OFFSET = Pattern.compile("@([0-9]{1,18})$");

    private Cause() {}

    static Headers headers(String commandId, String cause) {
        return new org.apache.kafka.common.header.internals.RecordHeaders()
                .add(RecordHeaders.COMMAND, commandId.getBytes(UTF_8))
                .add(RecordHeaders.CAUSE, cause.getBytes(UTF_8));
    }

    /** The offset of the command in {@code commands.v1-<partition>} that caused a record, if its header names one. */
    static OptionalLong offset(Headers headers, int partition) {
        String cause = text(headers, RecordHeaders.CAUSE);
        if (cause == null || !cause.startsWith(new PartitionId(Topic.COMMANDS, partition) + "@")) {
            return OptionalLong.empty();
        }
        Matcher offset = OFFSET.matcher(cause);
        return offset.find() ? OptionalLong.of(Long.parseLong(offset.group(1))) : OptionalLong.empty();
    }

    static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
