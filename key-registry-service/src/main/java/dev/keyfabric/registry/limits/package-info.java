/** Limits of keys and plans, as bodies and answers spell them. */
@NullMarked
package dev.keyfabric.registry.limits;

import org.jspecify.annotations.NullMarked;
