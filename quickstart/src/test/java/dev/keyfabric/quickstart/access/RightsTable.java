package dev.keyfabric.quickstart.access;

import dev.keyfabric.schemas.access.Right;
import dev.keyfabric.schemas.access.Right.Match;
import dev.keyfabric.schemas.access.Role;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The rights of all roles as the security page shows them; names without the prefix of the fabric. */
final class RightsTable {
    private RightsTable() {}

    static String text() {
        StringBuilder table = new StringBuilder("| role | resource | operations |\n|---|---|---|\n");
        for (Role role : Role.values()) {
            rows(role)
                    .forEach((operations, resources) -> table.append("| ")
                            .append(role.name().toLowerCase(Locale.ROOT))
                            .append(" | ")
                            .append(String.join(", ", resources))
                            .append(" | ")
                            .append(operations)
                            .append(" |\n"));
        }
        return table.toString();
    }

    /** Resources with the same operations in one row. */
    private static Map<String, List<String>> rows(Role role) {
        Map<String, List<Right>> byResource = role.rights(new TopicNames("")).stream()
                .collect(Collectors.groupingBy(RightsTable::resource, LinkedHashMap::new, Collectors.toList()));
        if (byResource.isEmpty()) {
            return Map.of("none", List.of("—"));
        }
        return byResource.entrySet().stream()
                .collect(Collectors.groupingBy(
                        e -> e.getValue().stream().map(RightsTable::operation).collect(Collectors.joining(", ")),
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    }

    private static String resource(Right right) {
        String kind = switch (right.resource()) {
            case TOPIC -> "";
            case GROUP -> "group ";
            case TRANSACTIONAL_ID -> "transactional ids ";
        };
        return kind + (right.match() == Match.PREFIXED ? "that begin with " : "") + "`" + right.name() + "`";
    }

    private static String operation(Right right) {
        return Arrays.stream(right.operation().name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
