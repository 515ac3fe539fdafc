package dev.keyfabric.quickstart.orders;

import dev.keyfabric.context.stamp.CallContext;

/** Who calls: somebody who may, with the proof of it, or somebody who is turned away. */
sealed interface Caller permits Caller.Admitted, Turned {
    record Admitted(CallContext context) implements Caller {}
}
