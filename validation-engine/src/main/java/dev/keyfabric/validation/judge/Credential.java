package dev.keyfabric.validation.judge;

/** What the caller showed. */
public sealed interface Credential {
    Credential MISSING = new Missing();
    Credential AMBIGUOUS = new Ambiguous();

    static Credential of(String text) {
        return text.isEmpty() ? MISSING : new Shown(text);
    }

    /** Nothing. */
    record Missing() implements Credential {}

    /** More than one, or one in more than one place. */
    record Ambiguous() implements Credential {}

    /** A text that may be a key; never printed. */
    record Shown(String text) implements Credential {
        @Override
        public String toString() {
            return "Shown[…]";
        }
    }
}
