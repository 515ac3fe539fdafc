package dev.keyfabric.broker.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that need a broker, any broker: their methods and constructors may take a {@link Kafka}. Where it is:
 *
 * <ul>
 *   <li>at {@code KEYFABRIC_TEST_BOOTSTRAP} (environment), where that is set: a broker that others may be using too;
 *   <li>with {@code -Dkafka=container} in a container of the image {@code apache/kafka}. Without an engine, or without
 *       the image there, the tests are skipped with that reason; nothing is downloaded;
 *   <li>else inside this JVM.
 * </ul>
 *
 * <p>Tests that stop their broker, or need settings of their own on it, use {@link dev.keyfabric.broker.EmbeddedBroker}
 * instead.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {}
