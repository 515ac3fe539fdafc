/** A service that takes orders from consumers with keys, and tells of them on a topic with its stamp. Its beans exist only where the component is {@code orders}. */
@Configuration
@Requires(property = "keyfabric.component", value = "orders")
@NullMarked
package dev.keyfabric.quickstart.orders;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
