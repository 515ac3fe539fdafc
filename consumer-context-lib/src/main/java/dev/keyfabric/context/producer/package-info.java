/**
 * Serialisers that stamp what a Kafka producer sends. They wrap those of the application; nothing else in a producer can
 * both see the bytes and stop {@code send()}.
 */
@NullMarked
package dev.keyfabric.context.producer;

import org.jspecify.annotations.NullMarked;
