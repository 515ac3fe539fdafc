/** The tripwire: finds a raw key in what is about to leave the process. Knows keys and bytes, nothing of Kafka. */
@NullMarked
package dev.keyfabric.context.tripwire;

import org.jspecify.annotations.NullMarked;
