package dev.keyfabric.validation.view;

import dev.keyfabric.follower.View;
import org.jspecify.annotations.Nullable;

/** A store that is filled beside the one that serves, until it takes its place or is given up. Used by one thread. */
public final class Beside {
    private final FabricView view;
    private final Store store;
    private @Nullable Store replaced;

    Beside(FabricView view, Store store) {
        this.view = view;
        this.store = store;
    }

    /** What a follower feeds. */
    public View fed() {
        return store;
    }

    /** Its number, which no other store of this node has had since the last one was deleted. */
    public String number() {
        return String.valueOf(store.folder().getFileName());
    }

    /** Takes the place of the store that serves; false when it has not applied yet all that the other one has. */
    public boolean serve() {
        replaced = view.swap(store);
        return replaced != null;
    }

    /** Frees the store whose place was taken; nobody may feed it any more. */
    public void removeReplaced() {
        Store before = replaced;
        if (before != null) {
            view.remove(before);
        }
    }

    /** Gives up: nothing of it is kept, and nobody may feed it any more. */
    public void discard() {
        view.remove(store);
    }
}
