/** Consumers, by HTTP. */
@NullMarked
package dev.keyfabric.cli.consumers;

import org.jspecify.annotations.NullMarked;
