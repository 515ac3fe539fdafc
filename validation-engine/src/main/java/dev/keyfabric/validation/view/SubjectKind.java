package dev.keyfabric.validation.view;

import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.wire.UnreadableValueException;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A kind of subject: the topic it lives on, where the view keeps it and how its value is read. */
final class SubjectKind<S extends Subject> {
    /** Longer or odder record keys name no subject that anyone could ask for. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** RFC 7638 thumbprint: base64url of a SHA-256. */
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{43}");

    static final SubjectKind<KeyRecord> KEY = new SubjectKind<>(Topic.KEYS, Column.KEYS, KeyRecord::read);
    static final SubjectKind<ConsumerRecord> CONSUMER =
            new SubjectKind<>(Topic.CONSUMERS, Column.CONSUMERS, ConsumerRecord::read);
    static final SubjectKind<PlanRecord> PLAN = new SubjectKind<>(Topic.PLANS, Column.PLANS, PlanRecord::read);
    static final SubjectKind<ServiceRecord> SERVICE =
            new SubjectKind<>(Topic.SERVICES, Column.SERVICES, ServiceRecord::read);
    static final SubjectKind<SigningKeyRecord> SIGNING_KEY =
            new SubjectKind<>(Topic.SIGNING_KEYS, Column.SIGNING_KEYS, SigningKeyRecord::read);

    private static final Map<Topic, SubjectKind<?>> BY_TOPIC = Map.of(
            Topic.KEYS,
            KEY,
            Topic.CONSUMERS,
            CONSUMER,
            Topic.PLANS,
            PLAN,
            Topic.SERVICES,
            SERVICE,
            Topic.SIGNING_KEYS,
            SIGNING_KEY);

    private final Topic topic;
    private final Column column;
    private final Function<byte[], S> reader;

    private SubjectKind(Topic topic, Column column, Function<byte[], S> reader) {
        this.topic = topic;
        this.column = column;
        this.reader = reader;
    }

    /** The kind of subject on a lifecycle topic. */
    static SubjectKind<?> on(Topic topic) {
        SubjectKind<?> kind = BY_TOPIC.get(topic);
        if (kind == null) {
            throw new IllegalArgumentException(topic.id() + " is no lifecycle topic");
        }
        return kind;
    }

    Column column() {
        return column;
    }

    boolean isId(String id) {
        return switch (topic) {
            case KEYS -> KeyId.parse(id).isPresent();
            case SIGNING_KEYS -> KID.matcher(id).matches();
            default -> ID.matcher(id).matches();
        };
    }

    /** The one partition on which records about a subject belong. */
    int home(String id, int partitions) {
        return topic == Topic.KEYS ? Routing.partition(new KeyId(id), partitions) : Routing.partition(id, partitions);
    }

    /**
     * The state that a value holds.
     *
     * @throws UnreadableValueException for whatever is wrong with the value, and nothing else: what escaped here would stop
     *     the stream at a record that anyone who may write can repeat
     */
    S read(byte[] value) {
        try {
            return reader.apply(value);
        } catch (UnreadableValueException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableValueException(
                    "no state of a subject: " + e.getClass().getSimpleName());
        }
    }

    /**
     * The state that a record of a subject holds.
     *
     * @throws UnreadableValueException also when it is about another subject
     */
    S read(String id, byte[] value) {
        S state = read(value);
        if (!state.id().equals(id)) {
            throw new UnreadableValueException("is about another subject than its record key");
        }
        return state;
    }
}
