package dev.keyfabric.context.micronaut;

/**
 * A consumer group whose records are verified.
 *
 * @param name as its listeners' annotation has it, without what makes it unique
 * @param topics those whose records are verified
 * @param commits whether micronaut-kafka commits its offsets, and not the application
 */
record VerifiedGroup(String name, ListenerTopics topics, boolean commits) {}
