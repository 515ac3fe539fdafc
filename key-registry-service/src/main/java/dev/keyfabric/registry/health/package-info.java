/** Whether this registry is alive and ready, and its figures. */
@NullMarked
package dev.keyfabric.registry.health;

import org.jspecify.annotations.NullMarked;
