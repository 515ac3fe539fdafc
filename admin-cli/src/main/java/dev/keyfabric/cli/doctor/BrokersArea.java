package dev.keyfabric.cli.doctor;

import dev.keyfabric.cli.output.Plain;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Node;

/** Whether the brokers answer, and how many they are. */
final class BrokersArea implements Area {
    private static final int ENOUGH = 3;

    private final Bus bus;
    private final boolean development;

    BrokersArea(Bus bus, boolean development) {
        this.bus = bus;
        this.development = development;
    }

    @Override
    public String name() {
        return "brokers";
    }

    @Override
    public List<Check> look() {
        try {
            DescribeClusterResult cluster = bus.admin().describeCluster();
            Collection<Node> nodes = Bus.answer(cluster.nodes());
            String names = nodes.stream()
                    .map(node -> node.host() + ":" + node.port())
                    .sorted()
                    .map(Plain::text)
                    .collect(Collectors.joining(", "));
            return List.of(
                    nodes.size() >= ENOUGH || development
                            ? Check.ok(
                                    name(),
                                    nodes.size() + " in cluster " + Plain.text(Bus.answer(cluster.clusterId())) + ": "
                                            + names)
                            : Check.warning(
                                    name(),
                                    "only " + nodes.size() + ": " + names,
                                    "three or more, so that one may fail (--development says that this is meant)"));
        } catch (Bus.NoAnswerException e) {
            return List.of(Check.fault(
                    name(), e.words(), "is --bootstrap-server right, are they started, does --command-config fit?"));
        }
    }
}
