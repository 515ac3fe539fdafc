/** What this registry refuses or finds to be wrong, on its way to {@code security-events.v1}. */
@NullMarked
package dev.keyfabric.registry.refusals;

import org.jspecify.annotations.NullMarked;
