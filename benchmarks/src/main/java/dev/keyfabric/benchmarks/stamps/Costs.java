package dev.keyfabric.benchmarks.stamps;

import dev.keyfabric.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.openjdk.jmh.Main;

/** Prints what a stamp costs: bytes, the loop with and without it, and last the JMH table. */
public final class Costs {
    private Costs() {}

    /**
     * Runs all three.
     *
     * @param arguments a folder for the broker, then options for JMH
     */
    public static void main(String[] arguments) throws Exception {
        HeaderBytes.print();
        try (EmbeddedBroker broker = EmbeddedBroker.started(Path.of(arguments[0]));
                Loop loop = new Loop(broker)) {
            loop.print();
        }
        String[] jmh = arguments.clone();
        jmh[0] = StampAndVerify.class.getName();
        Main.main(jmh);
    }
}
