/** Kafka for tests: one JUnit extension, three places where the broker may be. */
@NullMarked
package dev.keyfabric.broker.junit;

import org.jspecify.annotations.NullMarked;
