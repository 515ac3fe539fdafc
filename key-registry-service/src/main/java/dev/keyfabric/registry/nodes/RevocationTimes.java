package dev.keyfabric.registry.nodes;

import dev.keyfabric.registry.readmodel.Answer;
import dev.keyfabric.registry.readmodel.Applied;
import dev.keyfabric.registry.readmodel.Effects;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How long revocations of keys take to reach each validator: from the broker's taking the command to its taking the node's signed
 * word that it has applied it, both by the broker's clock. Heard of on the read model's thread, asked from any.
 */
public final class RevocationTimes implements Applied.Listener {
    /** Each is looked for at every node with every batch; of more at once these are enough. */
    private static final int MOST_AT_ONCE = 64;

    /** A node that was away for longer says nothing about the way there. */
    private static final Duration FOLLOWED_FOR = Duration.ofMinutes(1);

    private final Fleet fleet;
    private final Lookups lookups;
    private final InstantSource clock;
    private final ArrayDeque<Revocation> followed = new ArrayDeque<>();
    private final Map<String, NodeTimes> nodes = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Consumer<Duration>> listeners = new CopyOnWriteArrayList<>();

    /** A fleet that is told of each batch before this is. */
    public RevocationTimes(Fleet fleet, Lookups lookups, InstantSource clock) {
        this.fleet = fleet;
        this.lookups = lookups;
        this.clock = clock;
    }

    /** One revocation on its way to the nodes that were there when it was decided. */
    private static final class Revocation {
        final Answer answer;
        final Set<String> awaited;
        Position position;

        Revocation(Answer answer, Set<String> awaited, Position position) {
            this.answer = answer;
            this.awaited = awaited;
            this.position = position;
        }
    }

    /** Called with each time, once for each revocation and node. */
    public void onTime(Consumer<Duration> listener) {
        listeners.add(listener);
    }

    /** The times of a node since this instance started. */
    public NodeTimes of(String node) {
        return nodes.getOrDefault(node, NodeTimes.NONE);
    }

    @Override
    public void applied(Applied applied) {
        if (fleet.isComplete()) {
            applied.answers().stream().filter(RevocationTimes::revokes).forEach(this::follow);
        }
        if (followed.isEmpty()) {
            return;
        }
        Collection<Node> now = fleet.nodes();
        Instant tooOld = clock.instant().minus(FOLLOWED_FOR);
        for (Iterator<Revocation> each = followed.iterator(); each.hasNext(); ) {
            Revocation revocation = each.next();
            confirm(revocation, now);
            if (revocation.awaited.isEmpty()
                    || revocation.answer.result().getAt().isBefore(tooOld)) {
                each.remove();
            }
        }
        nodes.keySet().retainAll(now.stream().map(Node::id).collect(Collectors.toSet()));
    }

    private static boolean revokes(Answer answer) {
        return answer.result().getType() == CommandType.REVOKE_KEY
                && answer.result().getOutcome() == Outcome.APPLIED
                && answer.result().getStored();
    }

    private void follow(Answer answer) {
        if (followed.size() < MOST_AT_ONCE) {
            Set<String> awaited = new HashSet<>();
            fleet.nodes().stream().filter(Node::signed).map(Node::id).forEach(awaited::add);
            followed.add(new Revocation(answer, awaited, Position.NONE));
        }
    }

    private void confirm(Revocation revocation, Collection<Node> now) {
        if (revocation.position.offsets().isEmpty()) {
            Effects effects = lookups.effects(revocation.answer.cause());
            if (!effects.complete(revocation.answer.result().getWritten()) || effects.isEmpty()) {
                return;
            }
            revocation.position = effects.position();
        }
        Map<Topic, String> topicIds = fleet.topicIds();
        for (Node node : now) {
            if (revocation.awaited.contains(node.id()) && node.hasApplied(revocation.position, topicIds)) {
                revocation.awaited.remove(node.id());
                Duration took = Duration.between(revocation.answer.result().getAt(), node.appendedAt());
                Duration time = took.isNegative() ? Duration.ZERO : took;
                nodes.merge(node.id(), NodeTimes.NONE.with(time), (before, first) -> before.with(time));
                listeners.forEach(listener -> listener.accept(time));
            }
        }
    }
}
