package dev.keyfabric.micronaut;

import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;

/** A call, on every thread that works for it and on no other: its context is the current one there. */
record CallElement(CallContext call) implements ThreadPropagatedContextElement<CurrentContext.Scope> {
    @Override
    public CurrentContext.Scope updateThreadContext() {
        return CurrentContext.open(call);
    }

    @Override
    public void restoreThreadContext(CurrentContext.Scope scope) {
        scope.close();
    }
}
