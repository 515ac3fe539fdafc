package dev.keyfabric.quickstart.proxy;

/**
 * A request that tries to bring the service another identity than the validator's, or another framing.
 *
 * @param request the bytes, one char each; {@code {key}} stands for a good key
 */
record Forgery(String name, Outcome outcome, String request) {
    /** What must come of it. Whatever reaches the service must have the validator's identity and no other in any case. */
    enum Outcome {
        /** It is well-formed: it reaches the service. */
        PASSES,
        /** It is not: the proxy may refuse it, or make something of it. */
        MAY_PASS,
        /** Nothing reaches the service. */
        REFUSED
    }

    String with(String key) {
        return request.replace("{key}", key);
    }

    @Override
    public String toString() {
        return name;
    }
}
