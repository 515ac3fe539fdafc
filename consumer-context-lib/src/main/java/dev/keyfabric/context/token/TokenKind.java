package dev.keyfabric.context.token;

/** The kinds of token that this package reads. Their header types keep one from passing for another. */
public enum TokenKind {
    TXN("txntoken+jwt"),
    SERVICE("svc+jwt");

    private final String typ;

    TokenKind(String typ) {
        this.typ = typ;
    }

    /** The value of the header member {@code typ}. */
    public String typ() {
        return typ;
    }
}
