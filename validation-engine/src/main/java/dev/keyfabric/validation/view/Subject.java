package dev.keyfabric.validation.view;

/** The whole state of one subject as its last event left it; immutable, in the form the judge needs. */
public sealed interface Subject permits KeyRecord, ConsumerRecord, PlanRecord, ServiceRecord, SigningKeyRecord {
    String id();

    long version();

    /** Of two states with one version the one with the greater strictness stands. */
    int strictness();

    /** Whether nothing but a purge may ever change this subject's status. */
    boolean isFinal();
}
