package dev.keyfabric.schemas.wire;

import dev.keyfabric.schemas.topics.Topic;
import org.apache.avro.Schema;

/**
 * One schema version that ships with this module; its id never changes and is never used again.
 *
 * @param id the id in front of every value that was written under it
 * @param topic the topic whose values it describes
 * @param version 1, 2, … within its topic
 */
public record ShippedSchema(int id, Topic topic, int version, Schema schema) {}
