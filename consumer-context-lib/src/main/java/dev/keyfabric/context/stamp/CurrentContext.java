package dev.keyfabric.context.stamp;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The call that the current thread is serving. It is there from {@link #open} to {@link Scope#close} on the thread that
 * opened it, and nowhere else: other threads get it by {@link #carrying} only. Closing a scope also ends what was opened
 * inside it and left open, so one {@code try} round a request leaves a pooled thread clean whatever happened within.
 */
public final class CurrentContext {
    private static final ThreadLocal<@Nullable Scope> INNERMOST = new ThreadLocal<>();

    private CurrentContext() {}

    /** The span during which a context is the current one. Use it in {@code try}-with-resources. */
    public static final class Scope implements AutoCloseable {
        private final Thread owner = Thread.currentThread();
        private final CallContext context;
        private final @Nullable Scope outer;

        private Scope(CallContext context, @Nullable Scope outer) {
            this.context = context;
            this.outer = outer;
        }

        /** Ends the span; a second time does nothing. Throws on another thread than opened it, and ends nothing there. */
        @Override
        public void close() {
            if (Thread.currentThread() != owner) {
                throw new IllegalStateException("a context is closed by the thread that opened it");
            }
            for (Scope scope = INNERMOST.get(); scope != null; scope = scope.outer) {
                if (scope == this) {
                    restore(outer);
                    return;
                }
            }
        }
    }

    public static Scope open(CallContext context) {
        Scope scope = new Scope(context, INNERMOST.get());
        INNERMOST.set(scope);
        return scope;
    }

    public static Optional<CallContext> get() {
        Scope scope = INNERMOST.get();
        return scope == null ? Optional.empty() : Optional.of(scope.context);
    }

    /** A task that has the context of this moment while it runs, on whichever thread; without one it has none there. */
    public static Runnable carrying(Runnable task) {
        Optional<CallContext> context = get();
        return () -> {
            Scope before = INNERMOST.get();
            INNERMOST.set(context.map(c -> new Scope(c, before)).orElse(null));
            try {
                task.run();
            } finally {
                restore(before);
            }
        };
    }

    /** A task that has the context of this moment while it runs, on whichever thread; without one it has none there. */
    public static <T extends @Nullable Object> Callable<T> carrying(Callable<T> task) {
        Optional<CallContext> context = get();
        return () -> {
            Scope before = INNERMOST.get();
            INNERMOST.set(context.map(c -> new Scope(c, before)).orElse(null));
            try {
                return task.call();
            } finally {
                restore(before);
            }
        };
    }

    private static void restore(@Nullable Scope scope) {
        if (scope == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(scope);
        }
    }
}
