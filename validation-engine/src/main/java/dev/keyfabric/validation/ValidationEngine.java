package dev.keyfabric.validation;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.security.SecurityEvents;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Judge;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.limits.LimitFacts;
import dev.keyfabric.validation.limits.Limits;
import dev.keyfabric.validation.position.NodeIdentity;
import dev.keyfabric.validation.position.PositionPublisher;
import dev.keyfabric.validation.position.PositionWaiters;
import dev.keyfabric.validation.rebuild.Following;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.NodeKey;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.RootRule;
import dev.keyfabric.validation.view.RouteRule;
import dev.keyfabric.validation.view.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read side of one node, whatever it is wrapped in: follows the lifecycle topics into a view of its own and judges
 * questions from it. Safe for many threads. {@link #judge(Question)} waits for nothing; {@link #judge(Question,
 * Position)} may wait for the view.
 */
public final class ValidationEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ValidationEngine.class);

    private final EngineSettings settings;
    private final FabricView view;
    private final Following following;
    private final PositionPublisher publisher;
    private final PositionWaiters waiters;
    private final Readiness readiness;
    private final Limits limits;
    private final Judge judge;
    private final Standings standings;
    private final NodeKey nodeKey;
    private final Identity identity;
    private final RouteTable routes;
    private final SecurityEvents events;
    private boolean closed;

    private ValidationEngine(
            EngineSettings settings, FabricView view, Limits limits, ForwardClock clock, TimeSource time) {
        this.settings = settings;
        this.view = view;
        this.limits = limits;
        this.following = new Following(
                settings.nodeId(),
                new FollowerSettings(
                        "keyfabric-view-" + settings.nodeId(),
                        settings.clientSettings(),
                        settings.names(),
                        Set.copyOf(Topic.lifecycle()),
                        settings.folder().resolve("streams"),
                        FollowerSettings.CHECK_EVERY,
                        FollowerSettings.RETRY_AFTER,
                        settings.outdatedAfter(),
                        time.wall()),
                view,
                time.nanos());
        this.nodeKey = new NodeKey(view, settings.nodeId(), time.wall());
        NodeIdentity identity = new NodeIdentity(
                settings.nodeId(), settings.judge().stalenessBound().toMillis(), settings.version(), time);
        this.publisher = new PositionPublisher(
                identity,
                settings.clientSettings(),
                settings.names(),
                view,
                following::status,
                following::rebuild,
                () -> readiness().ready(),
                () -> nodeKey.usable().map(NodeKey.Usable::key));
        this.waiters = new PositionWaiters(view, settings.positionWait(), settings.positionWaiters());
        this.readiness = new Readiness(
                view,
                following::status,
                publisher::joined,
                publisher::rejoin,
                view::silentMs,
                settings.judge().stalenessBound(),
                settings.readyWait(),
                time.nanos());
        this.judge = new Judge(view, readiness::fault, clock, settings.judge(), limits);
        this.standings = new Standings(view, judge, clock);
        this.identity = new Identity(settings, view, judge, standings, nodeKey, time);
        this.routes = new RouteTable(view, nodeKey, settings.judge().service());
        this.events = new SecurityEvents(
                "validator/" + settings.nodeId(), settings.clientSettings(), settings.names(), time.wall());
        view.onIncident(note -> events.report(Happenings.of(note)));
    }

    /**
     * Opens the view, which answers from then on if it ever held what the topics held, then starts to follow. Does not
     * wait for a broker.
     *
     * @throws StoreException when the view cannot be opened
     */
    public static ValidationEngine open(EngineSettings settings, TimeSource time) {
        FabricView view = FabricView.open(
                settings.folder().resolve("view"),
                settings.limits(),
                new RootRule(settings.names(), settings.root()),
                time);
        ForwardClock clock = new ForwardClock(time.wall(), view::brokerTime);
        Limits limits = Limits.open(
                settings.limiting(),
                settings.folder().resolve("limits"),
                clock,
                time,
                "keyfabric-limits-" + settings.nodeId());
        try {
            ValidationEngine engine = new ValidationEngine(settings, view, limits, clock, time);
            engine.following.start();
            engine.publisher.start();
            return engine;
        } catch (RuntimeException e) {
            limits.close();
            view.close();
            throw e;
        }
    }

    /** The verdict now. Never throws, waits for nothing. */
    public Verdict judge(Question question) {
        return judge.decide(question);
    }

    /** The verdict once the view has applied a position; STALE when it has not within the time set. Never throws. */
    public Verdict judge(Question question, Position position) {
        return waiters.await(position) ? judge.decide(question) : judge.refuse(Code.STALE, question.audience());
    }

    /** The refusal of a door that knows already why it refuses. Never throws. */
    public Verdict refuse(Code code) {
        return judge.refuse(code, null);
    }

    /**
     * Tells the fabric of a refusal; of a node that cannot judge now, and of a yes, it tells nothing. Waits for nothing.
     *
     * @param door where the question came in
     * @param clientIp of whoever showed the credential, as the question has it
     */
    public void told(String door, Verdict verdict, @Nullable String clientIp) {
        Happenings.of(door, verdict, clientIp).ifPresent(events::report);
    }

    /** What this node has told the fabric of. */
    public SecurityEvents securityEvents() {
        return events;
    }

    /** Why this node may not answer anything now: NOT_READY, STALE, or null. */
    public @Nullable Code nodeFault() {
        return judge.nodeFault(null);
    }

    /**
     * What this node's services demand on a route, each with its audience; more than one is ambiguous. Empty while it
     * cannot be told.
     */
    public Optional<List<RouteRule>> routes(String route) {
        return routes.named(route);
    }

    /** How a key stands; empty when the view holds none of that id. */
    public Optional<KeyStanding> standing(String keyId) {
        return standings.of(keyId);
    }

    /**
     * Where the private half of this node's signing key comes from; none until somebody says. It signs tokens and
     * positions as long as the view holds it as this node's, ACTIVE and not tainted.
     */
    public void signWith(Supplier<Optional<SigningKey>> keys) {
        nodeKey.from(keys);
    }

    /**
     * Asks for a view that is filled anew from the topics, beside the one that serves until then; false when that is under
     * way already. It is also the word by which an operator takes on another bus.
     */
    public boolean rebuild() {
        return following.request();
    }

    /** How limiting goes. */
    public LimitFacts limitFacts() {
        return limits.facts();
    }

    /** Who is trusted and what is signed, from this node's view. */
    public Identity identity() {
        return identity;
    }

    public NodeStatus status() {
        Map<PartitionId, Long> applied = new HashMap<>();
        view.nextOffsets().forEach((topic, next) -> {
            for (int p = 0; p < next.length; p++) {
                if (next[p] > 0) {
                    applied.put(new PartitionId(topic, p), next[p] - 1);
                }
            }
        });
        return new NodeStatus(
                settings.nodeId(),
                readiness.answering(),
                readiness.ready(),
                new Position(applied),
                view.stalenessMs(),
                settings.judge().stalenessBound().toMillis(),
                following.status(),
                following.rebuild(),
                view.facts());
    }

    /**
     * Leaves the fleet and closes. With a broker at hand the store is marked as left, so that it answers nothing until
     * it has come back, and the node's position is taken back, so that no receipt waits for it. Without one neither
     * happens: the node then counts as unheard, and answers again when it is started again.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        FollowerStatus status = following.status();
        if (status.halted() == null && status.brokerReached() && publisher.brokerReachable()) {
            leave();
        }
        readiness.close();
        publisher.close();
        limits.close();
        following.close();
        events.close();
        view.close();
    }

    private void leave() {
        // First: a node that is just coming back would take the mark away again.
        readiness.close();
        try {
            view.setLeft(true);
        } catch (StoreException e) {
            LOG.error("leave node={} refused: {}", settings.nodeId(), e.toString());
            return;
        }
        publisher.leave();
        LOG.info("leave node={}", settings.nodeId());
    }

    private Readiness readiness() {
        return readiness;
    }
}
