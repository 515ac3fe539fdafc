package dev.keyfabric.context.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.Fabric;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurrentContextTest {
    private final Fabric fabric = new Fabric();
    private final CallContext acme = fabric.context();
    private final CallContext other = fabric.context(fabric.claims("other", "orders", null));
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        pool.shutdownNow();
        assertThat(CurrentContext.get()).isEmpty();
    }

    @Test
    void aContextIsThereWhileItsScopeIsOpen() {
        try (CurrentContext.Scope outside = CurrentContext.open(acme)) {
            assertThat(CurrentContext.get()).contains(acme);
            try (CurrentContext.Scope inside = CurrentContext.open(other)) {
                assertThat(CurrentContext.get()).contains(other);
                inside.close();
                assertThat(CurrentContext.get()).contains(acme);
            }
            assertThat(CurrentContext.get()).contains(acme);
            outside.close();
            assertThat(CurrentContext.get()).isEmpty();
        }
    }

    @Test
    void closingAScopeEndsWhatWasLeftOpenInsideIt() {
        CurrentContext.Scope outer = CurrentContext.open(acme);
        CurrentContext.Scope forgotten = CurrentContext.open(other);

        outer.close();

        assertThat(CurrentContext.get()).isEmpty();
        forgotten.close();
        assertThat(CurrentContext.get()).isEmpty();
    }

    @Test
    void anotherThreadNeitherSeesNorClosesAContext() throws Exception {
        try (CurrentContext.Scope scope = CurrentContext.open(acme)) {
            assertThat(pool.submit(CurrentContext::get).get()).isEmpty();
            pool.submit(() -> assertThatThrownBy(scope::close).isInstanceOf(IllegalStateException.class))
                    .get();
            assertThat(CurrentContext.get()).contains(acme);
        }
    }

    @Test
    void aCarriedContextIsGoneFromThePooledThreadAfterTheTaskEvenIfThatFailsOrForgets() throws Exception {
        Callable<Optional<CallContext>> seen;
        Runnable failing;
        try (CurrentContext.Scope scope = CurrentContext.open(acme)) {
            seen = CurrentContext.carrying(() -> {
                Optional<CallContext> context = CurrentContext.get();
                CurrentContext.open(other);
                return context;
            });
            failing = CurrentContext.carrying((Runnable) () -> {
                throw new IllegalStateException("task");
            });
            assertThat(CurrentContext.get()).contains(acme);
        }

        assertThat(pool.submit(seen).get()).contains(acme);
        assertThat(pool.submit(CurrentContext::get).get()).isEmpty();
        assertThatThrownBy(() -> pool.submit(failing).get()).hasRootCauseMessage("task");
        assertThat(pool.submit(CurrentContext::get).get()).isEmpty();
    }

    @Test
    void aTaskMadeWithoutAContextRunsWithoutOneWhereverItRuns() throws Exception {
        Callable<Optional<CallContext>> task = CurrentContext.carrying(CurrentContext::get);

        try (CurrentContext.Scope scope = CurrentContext.open(acme)) {
            assertThat(task.call()).isEmpty();
            assertThat(CurrentContext.get()).contains(acme);
        }
    }
}
