/** From a wish over HTTP to the answer of the decider: the facade's door to the bus. */
@NullMarked
package dev.keyfabric.registry.command;

import org.jspecify.annotations.NullMarked;
