package dev.keyfabric.validation.time;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a node.
 *
 * @param wall tells what time it is, and may be stepped
 * @param nanos tells how long something took, and never runs back ({@link System#nanoTime()})
 */
public record TimeSource(InstantSource wall, LongSupplier nanos) {
    public static final TimeSource SYSTEM = new TimeSource(InstantSource.system(), System::nanoTime);
}
