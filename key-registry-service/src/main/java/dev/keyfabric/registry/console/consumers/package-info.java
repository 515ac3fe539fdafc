/** The pages of consumers. */
@NullMarked
package dev.keyfabric.registry.console.consumers;

import org.jspecify.annotations.NullMarked;
