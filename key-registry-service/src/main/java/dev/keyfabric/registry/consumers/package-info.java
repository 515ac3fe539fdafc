/** Consumers over HTTP. */
@NullMarked
package dev.keyfabric.registry.consumers;

import org.jspecify.annotations.NullMarked;
