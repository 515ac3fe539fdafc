package dev.keyfabric.registry.console.form;

import dev.keyfabric.registry.problem.Problem;

/** What a problem means to somebody who has just pressed a button, and what to do next. */
final class Advice {
    private Advice() {}

    static String on(Problem problem) {
        return switch (problem.code()) {
            case "OUTCOME_UNKNOWN" ->
                "It was sent, and nobody has answered yet. Press again to ask for the outcome: it happens once, however often you press.";
            case "WRITER_UNAVAILABLE" ->
                "Nothing was done: no writer takes changes at this moment. Validation goes on. Press again in a few seconds.";
            case "STALE" -> "This registry is still reading the topics. Press again in a few seconds.";
            case "VERSION_CONFLICT" ->
                "Nothing was done: somebody has changed this since you opened the page. Open it again to see what it is now.";
            case "IDEMPOTENCY_KEY_REUSED" ->
                "Nothing was done: this form was sent before with other content. Press again to send it as it is now.";
            case "DUPLICATE" -> "Nothing was done: there is such a one already. " + sentence(problem.detail());
            default -> "Nothing was done: " + sentence(problem.detail());
        };
    }

    /** What is wrong with a field; where the rule is a pattern, what the pattern means. */
    static String inWords(String field, String detail) {
        if (!detail.startsWith("must match ")) {
            return detail;
        }
        return field.equals("scopes")
                ? "must be of small letters, digits and : _ . -, at most 64, and may end in *"
                : "must be of letters, digits and . _ -, at most 64, and begin with a letter or digit";
    }

    private static String sentence(String detail) {
        return detail.isEmpty() || detail.endsWith(".") ? detail : detail + ".";
    }
}
