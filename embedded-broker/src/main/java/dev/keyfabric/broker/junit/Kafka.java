package dev.keyfabric.broker.junit;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The broker that all tests of this JVM share, perhaps with strangers: whoever makes topics prefixes their names. */
public final class Kafka {
    private final String bootstrapServers;
    private final String mark;
    private final AtomicInteger fabrics = new AtomicInteger();

    Kafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.mark = "test-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** What every client needs to find the broker. */
    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /** A prefix for names of topics, groups and transactions that nobody else has; ends in a dot. */
    public String freshPrefix() {
        return mark + fabrics.incrementAndGet() + ".";
    }

    /** What all prefixes of this JVM begin with. */
    String mark() {
        return mark;
    }
}
