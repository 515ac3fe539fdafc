package dev.keyfabric.registry.schemaregistry;

import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.schemas.wire.ShippedSchema;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The shipped schemas under the subject names of {@code TopicNameStrategy}: topic name and {@code -value}. */
final class SchemaCatalogue {
    private final TopicNames names;

    SchemaCatalogue(TopicNames names) {
        this.names = names;
    }

    List<String> subjects() {
        return ShippedSchemas.all().stream()
                .map(this::subjectOf)
                .distinct()
                .sorted()
                .toList();
    }

    String subjectOf(ShippedSchema schema) {
        return names.nameOf(schema.topic()) + "-value";
    }

    /** All versions of a subject, oldest first; empty when there is no such subject. */
    List<ShippedSchema> versions(String subject) {
        return all().filter(s -> subjectOf(s).equals(subject))
                .sorted(Comparator.comparingInt(ShippedSchema::version))
                .toList();
    }

    Optional<ShippedSchema> byId(int id) {
        return all().filter(s -> s.id() == id).findFirst();
    }

    private static Stream<ShippedSchema> all() {
        return ShippedSchemas.all().stream();
    }
}
