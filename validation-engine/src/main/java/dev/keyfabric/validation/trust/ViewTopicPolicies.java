package dev.keyfabric.validation.trust;

import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.TopicPolicy;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.Mark;
import dev.keyfabric.validation.view.ServiceRecord;
import dev.keyfabric.validation.view.StampRule;
import dev.keyfabric.validation.view.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The policies of business topics as the services in this node's view state them. Answers from memory, and never older
 * than the view. Of a topic whose service cannot be read it says Unavailable, as of every topic while the node may not
 * answer: what comes of it then is held back, not judged by a guess. A service of which no record could ever be read may
 * have named any topic that no other has.
 */
public final class ViewTopicPolicies implements TopicPolicies {
    private final FabricView view;
    private final BooleanSupplier answering;
    private final Derived<Topics> topics;

    private record Topics(Map<String, ListedTopic> byName, List<ListedTopic> inOrder, boolean complete) {}

    /** The policies of a view, as long as the node may answer from it. */
    public ViewTopicPolicies(FabricView view, BooleanSupplier answering) {
        this.view = view;
        this.answering = answering;
        this.topics = new Derived<>(() -> view.changes(Topic.SERVICES), this::read);
    }

    @Override
    public Answer of(String topic) {
        try {
            Topics read = topics.get();
            ListedTopic listed = read.byName().get(topic);
            if (!answering.getAsBoolean()) {
                return new Answer.Unavailable();
            }
            if (listed == null) {
                return read.complete() ? new Answer.Unlisted() : new Answer.Unavailable();
            }
            if (listed.conflict()) {
                return new Answer.Conflicting();
            }
            TopicPolicy policy = listed.policy();
            return policy == null ? new Answer.Unavailable() : new Answer.Known(policy);
        } catch (StoreException e) {
            return new Answer.Unavailable();
        }
    }

    /**
     * Every topic named, in order of names: the same list while nothing has changed. Empty while there may be others,
     * named by a service of which no record could be read.
     */
    public Optional<List<ListedTopic>> all() {
        Topics read = topics.get();
        return read.complete() ? Optional.of(read.inOrder()) : Optional.empty();
    }

    private Topics read() {
        List<Held<ServiceRecord>> services = new ArrayList<>();
        boolean complete = true;
        for (Held<ServiceRecord> held : view.services()) {
            if (held.state() == null) {
                complete = false;
            } else {
                services.add(held);
            }
        }
        services.sort(Comparator.comparing(held -> stateOf(held).id()));
        Map<String, ListedTopic> byTopic = new TreeMap<>();
        for (Held<ServiceRecord> held : services) {
            ServiceRecord service = stateOf(held);
            for (StampRule rule : service.stamps()) {
                ListedTopic listed = new ListedTopic(rule.topic(), service.id(), rule.policy(), rule.exchange(), false);
                byTopic.merge(
                        rule.topic(),
                        held.mark() == Mark.GOOD ? listed : listed.unreadable(),
                        (first, second) -> first.inConflict());
            }
        }
        return new Topics(Map.copyOf(byTopic), List.copyOf(byTopic.values()), complete);
    }

    private static ServiceRecord stateOf(Held<ServiceRecord> held) {
        ServiceRecord state = held.state();
        if (state == null) {
            throw new IllegalStateException("a service without state");
        }
        return state;
    }
}
