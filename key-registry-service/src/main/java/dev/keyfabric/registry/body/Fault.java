package dev.keyfabric.registry.body;

/**
 * One thing that is wrong with a request.
 *
 * @param field JSON pointer (RFC 6901) into the body; empty = the body itself
 * @param code stable, in capitals
 * @param detail for people; never repeats what was sent
 */
public record Fault(String field, String code, String detail) {
    public static final String REQUIRED = "REQUIRED";
    public static final String WRONG_TYPE = "WRONG_TYPE";
    public static final String UNKNOWN_MEMBER = "UNKNOWN_MEMBER";
    public static final String DUPLICATE_MEMBER = "DUPLICATE_MEMBER";
    public static final String INVALID_FORMAT = "INVALID_FORMAT";
}
