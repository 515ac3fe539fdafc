package dev.keyfabric.context.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.keyfabric.context.text.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * A Logback encoder that writes each event as one line of JSON: {@code time}, {@code level}, {@code logger}, {@code thread},
 * {@code message}; where there are such {@code trace_id}, {@code span_id}, {@code fields}, {@code error_type} and
 * {@code stack_trace}. Without keys and tokens ({@link Redaction}).
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final String OURS = "dev.keyfabric.";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", TIME.format(event.getInstant()));
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        String message = Redaction.of(String.valueOf(event.getFormattedMessage()));
        line.put("message", message);
        trace(event, TraceFields.TRACE_ID, line);
        trace(event, TraceFields.SPAN_ID, line);
        Map<String, String> fields = fields(event, message);
        if (!fields.isEmpty()) {
            line.put("fields", fields);
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.put("error_type", thrown.getClassName());
            line.put("stack_trace", Redaction.of(ThrowableProxyUtil.asString(thrown)));
        }
        return (JsonText.of(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void trace(ILoggingEvent event, String name, Map<String, Object> line) {
        String value = event.getMDCPropertyMap().get(name);
        if (value != null) {
            line.put(name, value);
        }
    }

    /** Other people's messages have a grammar of their own. */
    private static Map<String, String> fields(ILoggingEvent event, String message) {
        Map<String, String> fields =
                event.getLoggerName().startsWith(OURS) ? MessageFields.of(message) : new LinkedHashMap<>();
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, Redaction.of(String.valueOf(pair.value)));
            }
        }
        return fields;
    }
}
