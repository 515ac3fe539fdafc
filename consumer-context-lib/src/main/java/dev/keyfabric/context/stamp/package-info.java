/**
 * The stamp: the verified identity of a caller on a record, docs/contract/identity.md, section 3. What it consists of,
 * which topics take which kind, why one is refused, and how one is made.
 */
@NullMarked
package dev.keyfabric.context.stamp;

import org.jspecify.annotations.NullMarked;
