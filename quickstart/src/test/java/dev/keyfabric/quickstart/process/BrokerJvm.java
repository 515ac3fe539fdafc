package dev.keyfabric.quickstart.process;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.broker.Quorum;
import java.nio.file.Path;

/** A broker as a process of its own; runs until it is killed. */
public final class BrokerJvm {
    private BrokerJvm() {}

    /** Arguments: the data folder, the cluster as text, the number of the broker. */
    public static void main(String[] args) {
        new EmbeddedBroker(Path.of(args[0]), Quorum.parse(args[1]), Integer.parseInt(args[2])).start();
    }
}
