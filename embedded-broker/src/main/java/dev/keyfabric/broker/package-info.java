/** A real Kafka broker (KRaft) inside the JVM, for the quickstart and the tests. */
@NullMarked
package dev.keyfabric.broker;

import org.jspecify.annotations.NullMarked;
