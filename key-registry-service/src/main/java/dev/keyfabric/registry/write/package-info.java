/** The one writer of each partition: commands in, lifecycle events, history and results out, in one transaction. */
@NullMarked
package dev.keyfabric.registry.write;

import org.jspecify.annotations.NullMarked;
