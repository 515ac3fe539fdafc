package dev.keyfabric.registry.decide;

import java.time.Duration;

/** What time does to the subjects of tests: what the settings say unless they are set. */
public final class SampleTerms {
    public static final Terms USUAL = new Terms(Duration.ofDays(90), Duration.ofDays(7));

    private SampleTerms() {}
}
