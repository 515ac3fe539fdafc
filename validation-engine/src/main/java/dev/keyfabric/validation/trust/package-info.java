/** The library's ports to keys and policies, answered from the view of this node. */
@NullMarked
package dev.keyfabric.validation.trust;

import org.jspecify.annotations.NullMarked;
