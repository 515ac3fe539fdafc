/** The validator: an HTTP shell round the engine. Its beans exist only where the component is {@code validator}. */
@Configuration
@Requires(property = "keyfabric.component", value = "validator")
@NullMarked
package dev.keyfabric.validator;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
