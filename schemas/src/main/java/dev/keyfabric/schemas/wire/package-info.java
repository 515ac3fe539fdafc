/** How values lie on the bus: Confluent framing with the schema ids that ship with this module. */
@NullMarked
package dev.keyfabric.schemas.wire;

import org.jspecify.annotations.NullMarked;
