package dev.keyfabric.registry.write;

import org.apache.kafka.common.serialization.Serializer;

/** A record on its way out, with the place it must go to: the writer leaves nothing to a default partitioner. */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are the point
record Outgoing(String topic, int partition, byte[] value) {
    /** What the sink writes of it. */
    static final Serializer<Outgoing> VALUE = (topic, outgoing) -> outgoing.value();
}
