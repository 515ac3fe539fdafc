package dev.keyfabric.cli.doctor;

import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Whether every topic is there and as the catalogue says; each difference by its name. */
final class TopicsArea implements Area {
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    private final Bus bus;
    private final TopicNames names;
    private final boolean development;

    TopicsArea(Bus bus, TopicNames names, boolean development) {
        this.bus = bus;
        this.names = names;
        this.development = development;
    }

    @Override
    public String name() {
        return "topics";
    }

    @Override
    public List<Check> look() {
        List<Check> checks = new ArrayList<>();
        Set<Integer> partitions = new TreeSet<>();
        try {
            Set<String> present = Bus.answer(bus.admin().listTopics().names());
            for (Topic topic : Topic.values()) {
                String whole = names.nameOf(topic);
                if (!present.contains(whole)) {
                    checks.add(Check.fault(
                            name(), whole + " is not there", "a registry makes it at its start, if it may: start one"));
                    continue;
                }
                look(topic, whole, partitions, checks);
            }
        } catch (Bus.NoAnswerException e) {
            checks.add(Check.fault(name(), e.words(), "describing topics and their settings needs DescribeConfigs"));
        }
        if (partitions.size() > 1) {
            checks.add(Check.fault(
                    name(),
                    "they have different numbers of partitions: " + partitions,
                    "all must have the same, for life"));
        }
        if (checks.isEmpty()) {
            checks.add(Check.ok(
                    name(), Topic.values().length + " are there, with " + partitions + " partitions, as they must be"));
        }
        return checks;
    }

    private void look(Topic topic, String whole, Set<Integer> partitions, List<Check> checks)
            throws Bus.NoAnswerException {
        TopicDescription description = Bus.answer(
                        bus.admin().describeTopics(List.of(whole)).allTopicNames())
                .get(whole);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, whole);
        Config config =
                Bus.answer(bus.admin().describeConfigs(List.of(resource)).all()).get(resource);
        if (description == null || config == null) {
            checks.add(Check.fault(name(), whole + " cannot be described", "look again"));
            return;
        }
        partitions.add(description.partitions().size());
        for (TopicPartitionInfo partition : description.partitions()) {
            replicas(whole, partition, checks);
        }
        for (Map.Entry<String, String> wanted : topic.settings().entrySet()) {
            String found = value(config, wanted.getKey());
            if (!found.equals(wanted.getValue())) {
                checks.add(Check.fault(
                        name(),
                        whole + " has " + wanted.getKey() + "=" + found + ", not " + wanted.getValue(),
                        "kafka-configs.sh --alter --topic " + whole + " --add-config '" + wanted.getKey() + "=["
                                + wanted.getValue() + "]'"));
            }
        }
        String inSync = value(config, MIN_IN_SYNC);
        if (!development && inSync.equals("1")) {
            checks.add(Check.fault(
                    name(),
                    whole + " has " + MIN_IN_SYNC + "=1, at least 2 is needed",
                    "kafka-configs.sh --alter --topic " + whole + " --add-config " + MIN_IN_SYNC + "=2"));
        }
    }

    private void replicas(String whole, TopicPartitionInfo partition, List<Check> checks) {
        String which = whole + "-" + partition.partition();
        int replicas = partition.replicas().size();
        if (replicas < 3 && !development) {
            checks.add(Check.fault(
                    name(),
                    which + " has " + replicas + " replicas, at least 3 are needed",
                    "kafka-reassign-partitions.sh"));
        }
        if (partition.leader() == null) {
            checks.add(Check.fault(name(), which + " has no leader", "start the brokers that have it"));
        } else if (partition.isr().size() < replicas) {
            checks.add(Check.warning(
                    name(),
                    which + ": " + partition.isr().size() + " of " + replicas + " replicas are in sync",
                    "is a broker down?"));
        }
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}
