package dev.keyfabric.registry.topics;

import dev.keyfabric.schemas.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;

/** One topic as it is, held against what it must be. */
final class TopicCheck {
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    private TopicCheck() {}

    /** The settings a topic is made with. */
    static Map<String, String> settings(Topic topic, TopicSettings settings) {
        Map<String, String> all = new TreeMap<>(topic.settings());
        all.put(MIN_IN_SYNC, String.valueOf(settings.leastInSync()));
        return all;
    }

    static List<String> differences(Topic topic, TopicDescription is, Config config, TopicSettings settings) {
        List<String> differences = new ArrayList<>();
        if (is.partitions().size() != settings.partitions()) {
            differences.add(is.name() + " has " + is.partitions().size() + " partitions, not " + settings.partitions());
        }
        int replicas = is.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (replicas < settings.leastReplicas()) {
            differences.add(is.name() + " has replication factor " + replicas + ", at least " + settings.leastReplicas()
                    + " is needed");
        }
        topic.settings().forEach((name, wanted) -> {
            String found = valueOf(config, name);
            if (!found.equals(wanted)) {
                differences.add(is.name() + " has " + name + "=" + found + ", not " + wanted);
            }
        });
        String inSync = valueOf(config, MIN_IN_SYNC);
        if (Integer.parseInt(inSync) < settings.leastInSync()) {
            differences.add(is.name() + " has " + MIN_IN_SYNC + "=" + inSync + ", at least " + settings.leastInSync()
                    + " is needed");
        }
        return differences;
    }

    private static String valueOf(Config config, String name) {
        return config.get(name) == null ? "" : config.get(name).value();
    }
}
