/** Kafka, as a person with a client of their own comes to it. */
@NullMarked
package dev.keyfabric.cli.bus;

import org.jspecify.annotations.NullMarked;
