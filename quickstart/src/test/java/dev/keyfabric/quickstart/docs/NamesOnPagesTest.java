package dev.keyfabric.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.quickstart.service.ServiceSetting;
import dev.keyfabric.registry.RegistrySetting;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.settings.NodeSetting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Settings, metrics and paths that pages tell people to use are there. */
class NamesOnPagesTest {
    private static final List<String> PAGES = with(
            ProblemPage.all().stream().map(page -> "problems/" + page + ".md"),
            "operations.md",
            "security.md",
            "threat-model.md",
            "concepts.md",
            "comparison.md",
            "beside.md",
            "limits.md",
            "doors.md",
            "api.md",
            "tutorials/security-team.md",
            "tutorials/platform-team.md",
            "tutorials/application-developer.md");

    private static final Pattern SETTING = Pattern.compile("(?m)(?<=`|^)(keyfabric(?:\\.[a-z][a-z0-9-]*)+)(?=`|=)");
    private static final Pattern METRIC = Pattern.compile("\\bkeyfabric_[a-z_]*[a-z]\\b");
    private static final Pattern ASKED = Pattern.compile("\\$R(/v1/[^\\s\"'`?)]+)");
    private static final Pattern PATH = Pattern.compile("(?m)^  (/v1/\\S+):$");

    @Test
    void everySettingIsOneOfAPart() {
        Set<String> settings = Stream.of(
                        Arrays.stream(RegistrySetting.values()).map(RegistrySetting::key),
                        Arrays.stream(NodeSetting.values()).map(NodeSetting::key),
                        Arrays.stream(ServiceSetting.values()).map(ServiceSetting::key))
                .flatMap(keys -> keys)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unknown(SETTING, name -> isOneOf(settings, name))).isEmpty();
        assertThat(found(SETTING, "`keyfabric.no.such`\nkeyfabric.nor.this=1\n"))
                .containsExactly("keyfabric.no.such", "keyfabric.nor.this")
                .noneMatch(name -> isOneOf(settings, name));
    }

    /** Topics begin as settings do. */
    private static boolean isOneOf(Set<String> settings, String name) {
        return settings.contains(name)
                || TopicNames.DEFAULT.topicOf(name).isPresent()
                || settings.stream()
                        .anyMatch(setting ->
                                setting.endsWith(".*") && name.startsWith(setting.substring(0, setting.length() - 1)));
    }

    @Test
    void everyMetricIsOnTheListThatARunningFabricIsHeldAgainst() {
        Set<String> listed = new TreeSet<>(found(METRIC, page("observability.md")));
        assertThat(listed).hasSizeGreaterThan(30);
        assertThat(unknown(METRIC, listed::contains)).isEmpty();
    }

    @Test
    void everyPathOfTheRegistryIsInItsDocument() {
        List<String> paths = found(PATH, page("openapi.yml"));
        assertThat(paths).hasSizeGreaterThan(15);
        Predicate<String> known = asked -> paths.stream()
                .anyMatch(path -> asked.replaceAll("\\$(\\w+|\\(.*)(-\\w+)?", "x")
                        .matches(path.replaceAll("\\{\\w+}", "[^/]+").replace(".", "\\.")));
        assertThat(unknown(ASKED, known)).isEmpty();
        assertThat(known.test("/v1/keys/$ID/revoke")).isTrue();
        assertThat(known.test("/v1/keys/$ID/revive")).isFalse();
    }

    private static List<String> with(Stream<String> more, String... pages) {
        return Stream.concat(more, Arrays.stream(pages)).toList();
    }

    private static List<String> unknown(Pattern pattern, Predicate<String> known) {
        List<String> unknown = new ArrayList<>();
        for (String page : PAGES) {
            found(pattern, page(page)).stream().filter(known.negate()).forEach(name -> unknown.add(page + ": " + name));
        }
        return unknown;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
        }
        return found;
    }

    private static String page(String name) {
        return Pages.read(Pages.root().resolve("docs").resolve(name));
    }
}
