package dev.keyfabric.registry.decide;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.topics.Topic;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The partition a command belongs on. */
public final class Placement {
    private static final Set<CommandType> ABOUT_A_KEY = EnumSet.of(
            CommandType.ISSUE_KEY,
            CommandType.IMPORT_KEY,
            CommandType.UPDATE_KEY,
            CommandType.ROTATE_KEY,
            CommandType.SUSPEND_KEY,
            CommandType.REINSTATE_KEY,
            CommandType.REVOKE_KEY,
            CommandType.PURGE_SUBJECT,
            CommandType.ANNOUNCE_EXPIRY,
            CommandType.UPGRADE_KEY_HASH);

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,3}");

    private Placement() {}

    /**
     * Read off the key id for a command about a key, else by the routing id; a digest is asked for by the number of the
     * partition.
     *
     * @return −1 when the command names no partition that there is
     */
    public static int partition(Command command, int partitions) {
        if (isAboutAKey(command.getType())) {
            Optional<KeyId> keyId = KeyId.parse(command.getSubject());
            if (keyId.isPresent()) {
                return Routing.partition(keyId.get(), partitions);
            }
        }
        return command.getType() == CommandType.DIGEST
                ? numbered(command.getRouting(), partitions)
                : Routing.partition(command.getRouting(), partitions);
    }

    private static int numbered(String routing, int partitions) {
        int partition = NUMBER.matcher(routing).matches() ? Integer.parseInt(routing) : -1;
        return partition < partitions ? partition : -1;
    }

    /**
     * Whether a record of a lifecycle topic may lie on a partition. A key whose id is none of ours lies with its
     * consumer, whoever that is.
     */
    public static boolean isRight(Topic topic, String subject, int partition, int partitions) {
        if (topic != Topic.KEYS) {
            return Routing.partition(subject, partitions) == partition;
        }
        return KeyId.parse(subject)
                .map(keyId -> Routing.partition(keyId, partitions) == partition)
                .orElse(true);
    }

    static boolean isAboutAKey(CommandType type) {
        return ABOUT_A_KEY.contains(type);
    }

    /** Why the command does not belong where it lies, or empty. */
    static Optional<String> fault(Command command, CommandOrigin origin, int partitions) {
        String routing = command.getRouting();
        boolean routedByKey = routing.equals(command.getSubject());
        if (isAboutAKey(command.getType())) {
            Optional<KeyId> keyId = KeyId.parse(command.getSubject());
            if (keyId.isPresent() && !routedByKey && keyId.get().slot() != Routing.slot(routing)) {
                return Optional.of("the key id's slot is not that of its consumer");
            }
        } else if (!routedByKey && command.getType() != CommandType.DIGEST) {
            return Optional.of("the routing id is not the subject's");
        }
        int right = partition(command, partitions);
        return right == origin.partition()
                ? Optional.empty()
                : Optional.of("belongs on partition " + right + ", lies on " + origin.partition());
    }
}
