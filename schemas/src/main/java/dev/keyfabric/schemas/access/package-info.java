/** Who may do what on the bus: one principal for each role, each with what it needs and no more. */
@NullMarked
package dev.keyfabric.schemas.access;

import org.jspecify.annotations.NullMarked;
