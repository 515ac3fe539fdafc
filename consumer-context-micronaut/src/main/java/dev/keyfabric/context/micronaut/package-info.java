/**
 * micronaut-kafka listeners that take the verified context of a record: a parameter of type
 * {@link dev.keyfabric.context.verify.VerifiedContext}, or of a list of such in a batch listener. Such a listener gets no
 * record that does not verify: those go to a dead-letter topic, or to the listener's error handling. A context without
 * the property {@code kafka} has none of these beans.
 */
@Configuration
@Requires(property = "kafka")
@Requires(property = "keyfabric.context.enabled", notEquals = "false")
@NullMarked
package dev.keyfabric.context.micronaut;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
