package dev.keyfabric.registry.console.page;

import dev.keyfabric.registry.console.session.Session;
import dev.keyfabric.registry.console.session.SessionCookie;
import dev.keyfabric.registry.console.session.Sessions;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Parts of pages that stay live: sent whenever they change, looked at with each report of a node and each second. A stream ends with
 * its session, and says so; that it stands open is no use of the session.
 */
@Singleton
public final class Streams {
    static final int MOST = 128;

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(2);

    /** What comes meanwhile is looked at together. */
    private static final Duration TOGETHER = Duration.ofMillis(40);

    private final Sessions sessions;
    private final Scheduler scheduler;
    private final Sinks.Many<Long> reports = Sinks.many().multicast().directBestEffort();
    private final AtomicInteger open = new AtomicInteger();

    Streams(Sessions sessions, Fleet fleet, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.sessions = sessions;
        this.scheduler = Schedulers.fromExecutorService(executor);
        fleet.onReport(() -> {
            var unused = reports.tryEmitNext(0L);
        });
    }

    /**
     * A part of a page.
     *
     * @param last whether nothing in it can change any more
     */
    public record Part(String html, boolean last) {}

    /**
     * A stream of one part.
     *
     * @param look gives the part as it is now
     */
    public Publisher<Event<String>> of(HttpRequest<?> request, Supplier<Part> look) {
        Session session = SessionCookie.session(request)
                .orElseThrow(() -> new ProblemException(Problem.of(401, "UNAUTHENTICATED", "no session")));
        if (open.get() >= MOST) {
            throw new ProblemException(
                    Problem.unavailable("UNAVAILABLE", "too many live pages are open; reload by hand", RETRY));
        }
        Flux<Part> changes = Flux.merge(
                        Flux.interval(Duration.ZERO, EACH), reports.asFlux().sample(TOGETHER))
                .onBackpressureLatest()
                .publishOn(scheduler, 1)
                .takeWhile(report -> !sessions.isOver(session))
                .map(report -> look.get())
                .distinctUntilChanged()
                .takeUntil(Part::last);
        return changes.map(part -> Event.of(part.html()).name("part"))
                .concatWith(Flux.defer(() -> sessions.isOver(session)
                        ? Flux.just(Event.of("ended").name("ended"))
                        : Flux.just(Event.of("done").name("done"))))
                .doOnSubscribe(begin -> open.incrementAndGet())
                .doFinally(end -> open.decrementAndGet());
    }
}
