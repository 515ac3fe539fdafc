/** How far this node is: told to the fleet on positions.v1, and waited for by those who must see a change. */
@NullMarked
package dev.keyfabric.validation.position;

import org.jspecify.annotations.NullMarked;
