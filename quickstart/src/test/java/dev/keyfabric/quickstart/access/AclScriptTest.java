package dev.keyfabric.quickstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.access.Right;
import dev.keyfabric.schemas.access.Role;
import dev.keyfabric.schemas.topics.TopicNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AclScriptTest {
    private static final String SERVER = "--bootstrap-server";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "SERVICE")
    void itGivesARoleItsRightsAndNoMore(Role role) throws Exception {
        AclScript.Run run = script().told(
                        SERVER,
                        "b:9092",
                        "--prefix",
                        "eu.",
                        "--" + role.name().toLowerCase(Locale.ROOT),
                        "User:some one");

        assertThat(run.status()).as(run.printed()).isZero();
        List<Right> given = run.commands().stream()
                .flatMap(c -> AclScript.rights(c).stream())
                .toList();
        assertThat(given).containsExactlyInAnyOrderElementsOf(role.rights(new TopicNames("eu.")));
        assertThat(run.commands())
                .allSatisfy(command -> assertThat(command)
                        .containsSubsequence(SERVER, "b:9092", "--add", "--allow-principal", "User:some one")
                        .doesNotContain("--command-config"));
    }

    @Test
    void theSettingsOfWhoeverMayAlterAclsArePassedOn() throws Exception {
        AclScript.Run run =
                script().told(SERVER, "b:9092", "--command-config", "/etc/a b.properties", "--admin", "User:a");

        assertThat(run.commands())
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c).containsSubsequence("--command-config", "/etc/a b.properties"));
        assertThat(AclScript.rights(run.commands().get(0))).isSubsetOf(Role.ADMIN.rights(TopicNames.DEFAULT));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("unknown option --validators", List.of(SERVER, "b:1", "--validators", "User:v")),
                Arguments.of("--registry needs a value", List.of(SERVER, "b:1", "--registry")),
                Arguments.of("--bootstrap-server is missing", List.of("--registry", "User:r")),
                Arguments.of("no role was named", List.of(SERVER, "b:1")),
                Arguments.of("registry is no principal", List.of(SERVER, "b:1", "--registry", "registry")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatItCannotDoIsRefusedBeforeAnythingIsDone(String why, List<String> arguments) throws Exception {
        AclScript.Run run = script().told(arguments.toArray(String[]::new));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.printed()).contains(why).contains("usage:");
        assertThat(run.commands()).isEmpty();
    }

    private AclScript script() {
        return new AclScript(folder);
    }
}
