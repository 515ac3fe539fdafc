/** A worker that has never seen a key, and works on orders whose stamp says for whom they are. Its beans exist only where the component is {@code payments}. */
@Configuration
@Requires(property = "keyfabric.component", value = "payments")
@NullMarked
package dev.keyfabric.quickstart.payments;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
