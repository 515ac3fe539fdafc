package dev.keyfabric.context.log;

/** Where the trace of a thread's work stands, in SLF4J's MDC and in a line of JSON. */
public final class TraceFields {
    public static final String TRACE_ID = "trace_id";
    public static final String SPAN_ID = "span_id";

    private TraceFields() {}
}
