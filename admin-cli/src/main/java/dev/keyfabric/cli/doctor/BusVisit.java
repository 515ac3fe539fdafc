package dev.keyfabric.cli.doctor;

import dev.keyfabric.cli.shell.Shell;
import dev.keyfabric.schemas.access.Role;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The visit to the bus; apart from the command, so that Kafka's classes are loaded only for it. */
final class BusVisit {
    private BusVisit() {}

    /** What is asked. */
    record Wish(
            Map<String, Object> settings,
            TopicNames names,
            Map<Role, String> principals,
            boolean development,
            boolean fixAcls,
            boolean yes) {
        /** The settings may hold a password. */
        @Override
        public String toString() {
            return "Wish[" + names + "]";
        }
    }

    static void pay(Wish wish, Shell shell, Consumer<Area> look) {
        try (Bus bus = Bus.open(wish.settings())) {
            RightsArea rights = new RightsArea(bus, wish.names(), wish.principals());
            if (wish.fixAcls()) {
                new FixAcls(bus, shell).run(rights, wish.yes());
            }
            List.of(
                            new BrokersArea(bus, wish.development()),
                            new TopicsArea(bus, wish.names(), wish.development()),
                            rights)
                    .forEach(look);
        }
    }
}
