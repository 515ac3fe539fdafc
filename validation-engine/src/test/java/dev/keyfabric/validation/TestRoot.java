package dev.keyfabric.validation;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A root key, as the registry has one. */
public final class TestRoot {
    private static final String TICK = dev.keyfabric.schemas.topics.RecordHeaders.TICK_KEY;

    public final SigningKey key = SigningKey.generate(new SecureRandom());

    public RootPin pin() {
        return new RootPin(key.kid());
    }

    /** The headers of a record, signed where the registry would: subjects of the topics that the root signs, no ticks. */
    public Headers headers(Topic topic, String id, byte[] value) {
        boolean needed = topic == Topic.SIGNING_KEYS || topic == Topic.SERVICES;
        return needed && !TICK.equals(id) ? signed(topic, id, value) : new RecordHeaders();
    }

    /** The headers of a record, signed whatever it is. */
    public Headers signed(Topic topic, String id, byte[] value) {
        RecordContent content = RecordContent.of(
                TopicNames.DEFAULT.nameOf(topic), id == null ? null : id.getBytes(StandardCharsets.UTF_8), value);
        return new RecordHeaders()
                .add(RootPin.HEADER, RootPin.header(key.publicKey()))
                .add(RecordSignature.HEADER, RecordSignature.sign(key, content));
    }
}
