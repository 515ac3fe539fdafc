package dev.keyfabric.context.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.keyfabric.context.text.JsonObject;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.text.StrictJson;
import dev.keyfabric.key.ApiKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogEncoderTest {
    private final LoggerContext context = new LoggerContext();
    private final JsonLogEncoder encoder = new JsonLogEncoder();
    private final String key = ApiKey.generate("kf_live", new Random(3)).reveal();

    private LoggingEvent event(String logger, String message, Throwable thrown) {
        LoggingEvent event =
                new LoggingEvent("fqcn", context.getLogger(logger), Level.WARN, message, thrown, new Object[0]);
        event.setThreadName("t-1");
        event.setMDCPropertyMap(new HashMap<>());
        event.setInstant(Instant.parse("2026-11-29T10:11:12.345Z"));
        return event;
    }

    private String line(LoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private static JsonObject read(String line) throws MalformedTextException {
        return StrictJson.read(line.strip().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEventIsOneLineWithFixedNames() throws MalformedTextException {
        String line = line(event("dev.keyfabric.validation.X", "leave node=n1 why=\"two words\"\nnext", null));
        assertThat(line).endsWith("}\n").hasLineCount(1);
        JsonObject json = read(line);
        assertThat(json.names()).containsExactly("time", "level", "logger", "thread", "message", "fields");
        assertThat(json.string("time")).contains("2026-11-29T10:11:12.345Z");
        assertThat(json.string("level")).contains("WARN");
        assertThat(json.string("logger")).contains("dev.keyfabric.validation.X");
        assertThat(json.string("thread")).contains("t-1");
        assertThat(json.string("message")).contains("leave node=n1 why=\"two words\"\nnext");
        JsonObject fields = json.object("fields").orElseThrow();
        assertThat(fields.string("node")).contains("n1");
        assertThat(fields.string("why")).contains("two words");
    }

    @Test
    void aSentenceEndsWhereTheNextFieldBegins() {
        assertThat(MessageFields.of("msg=command not sent command=abc error=x y"))
                .isEqualTo(Map.of("msg", "command not sent", "command", "abc", "error", "x"));
        assertThat(MessageFields.of("msg=not filled again, the registry is closing"))
                .isEqualTo(Map.of("msg", "not filled again, the registry is closing"));
        assertThat(MessageFields.of("no field at all, 1=2, a == b")).isEmpty();
    }

    @Test
    void messagesOfOthersHaveNoFields() throws MalformedTextException {
        assertThat(read(line(event("org.apache.kafka.X", "a=b", null))).names()).doesNotContain("fields");
    }

    @Test
    void aFailureNamesItsTypeAndHasItsStack() throws MalformedTextException {
        JsonObject json = read(line(event("x", "m", new IllegalStateException("why", new Error("below")))));
        assertThat(json.string("error_type")).contains("java.lang.IllegalStateException");
        assertThat(json.string("stack_trace").orElseThrow())
                .startsWith("java.lang.IllegalStateException: why")
                .contains("Caused by: java.lang.Error: below")
                .contains("at " + getClass().getName());
    }

    @Test
    void theTraceOfTheWorkIsInTheLine() throws MalformedTextException {
        LoggingEvent event = event("x", "m", null);
        event.getMDCPropertyMap().putAll(Map.of("trace_id", "0af7651916cd43dd8448eb211c80319c", "other", "no"));
        JsonObject json = read(line(event));
        assertThat(json.string("trace_id")).contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(json.names()).doesNotContain("other", "span_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "cannot parse \"%s\"", "X-API-Key: %s, next", "a=%s", "https://h/?key=%s&x=1"})
    void aKeyIsInNoLineWhicheverWayItGotThere(String form) {
        String text = form.formatted(key);
        LoggingEvent event =
                event("dev.keyfabric.X", text, new IllegalStateException("outer " + text, new Error(text)));
        event.addKeyValuePair(new org.slf4j.event.KeyValuePair("k", text));
        String secret = key.substring("kf_live_".length());
        assertThat(line(event)).doesNotContain(secret).contains("kf_live_[redacted]");
        assertThat(asText(event)).doesNotContain(secret).contains("kf_live_[redacted]");
    }

    @Test
    void aTokenLosesItsSignature() {
        assertThat(Redaction.of("token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl end"))
                .isEqualTo("token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.[redacted] end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kf_live", "it is live_", "kf_test_short", "key_00012345678901234567890"})
    void whatIsNoSecretStays(String text) {
        assertThat(Redaction.of(text)).isSameAs(text);
    }

    private String asText(LoggingEvent event) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("redacted", RedactedMessage::new);
        layout.getInstanceConverterMap().put("redactedEx", RedactedThrowable::new);
        layout.setPattern("%redacted%n%redactedEx");
        layout.start();
        return layout.doLayout(event);
    }
}
