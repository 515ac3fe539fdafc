package dev.keyfabric.cli.doctor;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.schemas.access.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say as whom each role comes to the brokers. */
final class Principals {
    private static final Pattern FORM = Pattern.compile("[A-Za-z]+:.+");

    @Option(names = "--registry-principal", paramLabel = "USER", description = "as whom registries come: User:registry")
    private @Nullable String registry;

    @Option(names = "--validator-principal", paramLabel = "USER", description = "as whom validators come")
    private @Nullable String validator;

    @Option(names = "--admin-principal", paramLabel = "USER", description = "as whom people with signed commands come")
    private @Nullable String admin;

    Map<Role, String> byRole() {
        Map<Role, String> principals = new EnumMap<>(Role.class);
        put(principals, Role.REGISTRY, registry);
        put(principals, Role.VALIDATOR, validator);
        put(principals, Role.ADMIN, admin);
        return principals;
    }

    private static void put(Map<Role, String> principals, Role role, @Nullable String principal) {
        if (principal != null) {
            if (!FORM.matcher(principal).matches()) {
                throw CliException.usage("a principal is like User:keyfabric-registry");
            }
            principals.put(role, principal);
        }
    }
}
