package dev.keyfabric.quickstart.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code sh} blocks of a page, which are one script, each with the lines that the page says it prints: those of the
 * {@code text} block behind it. In them {@code …} stands for anything.
 */
record PageScript(List<Step> steps) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)^```$");
    private static final String MARK = "-- step ";

    /** @param promised empty when the page does not say what is printed */
    record Step(String commands, List<String> promised) {}

    static PageScript of(String page) {
        List<Step> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            if (block.group(1).equals("sh")) {
                steps.add(new Step(block.group(2), List.of()));
            } else if (block.group(1).equals("text") && !steps.isEmpty()) {
                Step last = steps.remove(steps.size() - 1);
                steps.add(new Step(last.commands(), block.group(2).lines().toList()));
            }
        }
        return new PageScript(steps);
    }

    /** For {@code bash -e}; says at the beginning of each step which it is. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("echo; echo '").append(MARK).append(i).append("'\n");
            text.append(steps.get(i).commands());
        }
        return text.toString();
    }

    /** What the page promises and a run did not print, in its place and order. */
    List<String> broken(String printed) {
        List<String> sections = List.of(printed.split("(?m)^" + MARK + "[0-9]+$", -1));
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            List<String> lines =
                    i + 1 < sections.size() ? sections.get(i + 1).lines().toList() : List.of();
            int next = 0;
            for (String promise : steps.get(i).promised()) {
                int at = next;
                while (at < lines.size() && !matches(promise, lines.get(at))) {
                    at++;
                }
                if (at == lines.size()) {
                    broken.add("step " + i + " does not print: " + promise);
                } else {
                    next = at + 1;
                }
            }
        }
        return broken;
    }

    private static boolean matches(String promise, String line) {
        String pattern = Stream.of(promise.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return line.matches(pattern);
    }
}
