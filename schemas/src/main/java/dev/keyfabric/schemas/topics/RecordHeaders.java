package dev.keyfabric.schemas.topics;

/** Names of the record headers that the registry's records carry, and the record keys that are no subject's. */
public final class RecordHeaders {
    /** Id of the command that caused the record. */
    public static final String COMMAND = "kf_command";

    /** Where that command lies: {@code commands.v1-<partition>@<offset>}. */
    public static final String CAUSE = "kf_cause";

    /** The trace that it belongs to (W3C Trace Context), where there is one. On nobody's word: no signature covers it. */
    public static final String TRACEPARENT = "traceparent";

    /** Record key of a tick: every committed record before it was appended before its append time. */
    public static final String TICK_KEY = "~tick";

    /** Record key of a digest. */
    public static final String DIGEST_KEY = "~digest";

    private RecordHeaders() {}

    /** Whether a record key is no subject's: those of ticks and digests begin with a tilde, and no id does. */
    public static boolean isNoSubject(byte[] key) {
        return key.length > 0 && key[0] == '~';
    }
}
