package dev.keyfabric.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.schemas.event.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PublishedTypesTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final Pattern TYPE = Pattern.compile("`([A-Z_]+)`");

    static Stream<Class<?>> published() {
        return Arrays.stream(
                PublishCommand.class.getAnnotation(CommandLine.Command.class).subcommands());
    }

    @Test
    void everyTypeOfTheBusIsEitherPublishedOrOnThePageAsOneThatIsNot() throws IOException {
        List<CommandType> told = new ArrayList<>(unpublishedByThePage());
        published().map(PublishedTypesTest::type).forEach(told::add);
        assertThat(told).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(CommandType.UNKNOWN)));
    }

    @ParameterizedTest
    @MethodSource("published")
    void aCommandIsNamedAfterTheTypeItSends(Class<?> command) {
        String name = command.getAnnotation(CommandLine.Command.class).name();
        assertThat(Wishes.of("", name, line(type(command))).getType()).isEqualTo(type(command));
    }

    private static CommandType type(Class<?> command) {
        String name = command.getAnnotation(CommandLine.Command.class).name();
        return CommandType.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The shortest line that a command takes. */
    private static String[] line(CommandType type) {
        return switch (type) {
            case ISSUE_KEY -> new String[] {"--consumer", "acme", "--name", "n"};
            case ADVANCE_SIGNING_KEY -> new String[] {"kid", "retired"};
            case REGISTER_CONSUMER, UPDATE_CONSUMER, UPDATE_KEY, DEFINE_PLAN, DEFINE_SERVICE ->
                new String[] {"id", "--name", "n"};
            default -> new String[] {"id"};
        };
    }

    /** The first column of the table under "What no person publishes". */
    private static List<CommandType> unpublishedByThePage() throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf("What no person publishes"), page.indexOf("## Checking tokens"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(cell -> TYPE.matcher(cell).results())
                .map(found -> CommandType.valueOf(found.group(1)))
                .toList();
    }
}
