/**
 * The write side of the fabric: commands in, lifecycle events out, and what people ask about them. Its beans exist only
 * where {@code keyfabric.component} is {@code registry}: several components may share one class path.
 */
@Configuration
@Requires(property = "keyfabric.component", value = "registry")
@NullMarked
package dev.keyfabric.registry;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
