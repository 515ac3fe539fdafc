/** Who is trusted for what, and until when: the ports to the state of keys, and their defaults over the co-located validator. */
@NullMarked
package dev.keyfabric.context.trust;

import org.jspecify.annotations.NullMarked;
