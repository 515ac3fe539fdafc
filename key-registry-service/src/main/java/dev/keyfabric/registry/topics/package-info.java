/** The topics on the bus: made when they are missing, and held against the catalogue before anything is written. */
@NullMarked
package dev.keyfabric.registry.topics;

import org.jspecify.annotations.NullMarked;
