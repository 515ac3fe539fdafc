/** Pages for people at {@code /console}: rendered here, live by server-sent events, and doing nothing that HTTP would refuse. */
@Configuration
@Requires(property = "keyfabric.console.enabled", value = "true")
@NullMarked
package dev.keyfabric.registry.console;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
