package dev.keyfabric.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;

/** A server's problem document (RFC 9457) in words for a person, each fault with its field. */
final class Problems {
    private static final int LONGEST = 2000;

    private Problems() {}

    static CliException of(Answer answer) {
        return new CliException(code(answer.status()), words(answer));
    }

    static String words(Answer answer) {
        JsonNode problem = answer.body();
        String title = plain(problem.path("title"));
        String detail = plain(problem.path("detail"));
        if (answer.isGood() || (title.isEmpty() && detail.isEmpty())) {
            return "the server answered " + answer.status() + ", not as a registry does: is this its address?";
        }
        StringBuilder words = new StringBuilder(detail.isEmpty() ? title : detail);
        words.append(" (").append(answer.status());
        if (!answer.code().isEmpty()) {
            words.append(' ').append(Plain.text(answer.code()));
        }
        words.append(')');
        for (JsonNode fault : problem.path("errors")) {
            String field = plain(fault.path("field"));
            words.append("\n  ")
                    .append(field.startsWith("/") ? field.substring(1) : field)
                    .append(": ")
                    .append(plain(fault.path("detail")));
        }
        if (answer.status() == 401) {
            words.append("\nlog in: keyfabric login");
        }
        return words.toString();
    }

    private static String plain(JsonNode text) {
        String value = text.asText("");
        return Plain.text(value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value);
    }

    private static ExitCode code(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 429, 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> ExitCode.REFUSED;
        };
    }
}
