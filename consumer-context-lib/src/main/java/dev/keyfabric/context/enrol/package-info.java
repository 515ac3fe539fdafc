/** How a service or node comes to a signing key of its own: made here, enrolled at the registry, rotated on command. */
@NullMarked
package dev.keyfabric.context.enrol;

import org.jspecify.annotations.NullMarked;
