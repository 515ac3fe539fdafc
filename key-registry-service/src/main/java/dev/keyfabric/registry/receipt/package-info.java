/** Who in the fleet has applied what: the proof that a change is in force. */
@NullMarked
package dev.keyfabric.registry.receipt;

import org.jspecify.annotations.NullMarked;
