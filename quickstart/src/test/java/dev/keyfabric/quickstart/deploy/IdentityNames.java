package dev.keyfabric.quickstart.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The identity headers of the contract, and the names that some services take for the same. */
final class IdentityNames {
    static final List<String> ALL = List.of(
            "x-consumer-id",
            "x-consumer-scopes",
            "x-consumer-plan",
            "x-consumer-key-id",
            "x-ratelimit-remaining",
            "txn-token");

    private IdentityNames() {}

    /** A name with each of its hyphens, by itself, as each of the separators. */
    static List<String> aliases(String name, String separators) {
        List<String> aliases = List.of("");
        for (String part : name.split("-", -1)) {
            List<String> longer = new ArrayList<>();
            for (String alias : aliases) {
                if (alias.isEmpty()) {
                    longer.add(part);
                } else {
                    separators.chars().forEach(separator -> longer.add(alias + (char) separator + part));
                }
            }
            aliases = longer;
        }
        return aliases;
    }

    static Set<String> withAliases(String separators) {
        Set<String> names = new TreeSet<>();
        ALL.forEach(name -> names.addAll(aliases(name, separators)));
        return names;
    }
}
