/** The validators of the fleet, as they report themselves on positions.v1. */
@NullMarked
package dev.keyfabric.registry.nodes;

import org.jspecify.annotations.NullMarked;
