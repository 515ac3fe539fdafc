/**
 * Compacted topics into a local store together with their offsets. Kafka Streams reads (one global store per topic);
 * what is stored, and how, is the {@link dev.keyfabric.follower.View}'s to say.
 */
@NullMarked
package dev.keyfabric.follower;

import org.jspecify.annotations.NullMarked;
