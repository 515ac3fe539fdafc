package dev.keyfabric.validator.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.validation.judge.AsOf;
import dev.keyfabric.validation.judge.Explanation;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.limits.LimitStanding;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validation.view.ConsumerRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verdict as JSON: every member of the contract's shape is there, null where there is nothing to say. */
final class VerdictJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory JSON = MAPPER.getFactory();

    private VerdictJson() {}

    /** The verdict with the Txn-Token that was asked for, if any: a credential, so these bytes are not logged either. */
    static byte[] bytes(Answered answered) {
        return bytes(json -> write(answered.verdict(), answered.token(), json));
    }

    /** The verdicts of a batch, in its order. */
    static byte[] bytes(List<Answered> batch) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Answered answered : batch) {
                write(answered.verdict(), answered.token(), json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream(512)) {
            try (JsonGenerator json = JSON.createGenerator(out)) {
                writing.to(json);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Verdict verdict, @Nullable TxnToken token, JsonGenerator json) throws IOException {
        Valid valid = verdict instanceof Valid v ? v : null;
        json.writeStartObject();
        json.writeBooleanField("valid", valid != null);
        json.writeStringField("code", verdict.code().name());
        json.writeStringField("keyId", verdict.keyId());
        if (valid == null) {
            json.writeNullField("consumer");
            json.writeNullField("scopes");
            json.writeNullField("environment");
            json.writeNullField("expiresAt");
        } else {
            consumer(valid, json);
            json.writeArrayFieldStart("scopes");
            for (String scope : valid.key().scopes()) {
                json.writeString(scope);
            }
            json.writeEndArray();
            json.writeStringField(
                    "environment", valid.key().environment().name().toLowerCase(Locale.ROOT));
            json.writeStringField(
                    "expiresAt",
                    valid.key().expiresAt() == null
                            ? null
                            : valid.key().expiresAt().toString());
        }
        rateLimit(verdict.limits(), json);
        json.writeStringField("token", token == null ? null : token.compact());
        asOf(verdict.asOf(), json);
        explanation(verdict.explanation(), json);
        json.writeEndObject();
    }

    private static void consumer(Valid valid, JsonGenerator json) throws IOException {
        ConsumerRecord consumer = valid.consumer();
        json.writeObjectFieldStart("consumer");
        json.writeStringField("id", consumer.id());
        json.writeStringField("name", consumer.name());
        json.writeStringField("plan", consumer.plan());
        json.writeFieldName("metadata");
        JsonNode metadata = object(valid.metadata());
        if (metadata == null) {
            json.writeNull();
        } else {
            json.writeTree(metadata);
        }
        json.writeEndObject();
    }

    /** The limit that the caller meets next. */
    private static void rateLimit(@Nullable LimitStanding limits, JsonGenerator json) throws IOException {
        if (limits == null) {
            json.writeNullField("rateLimit");
            return;
        }
        int tightest = limits.tightest();
        json.writeObjectFieldStart("rateLimit");
        json.writeNumberField("limit", limits.limit(tightest).quota());
        json.writeNumberField("remaining", limits.remaining(tightest));
        json.writeNumberField("resetSeconds", limits.resetSeconds(tightest));
        json.writeEndObject();
    }

    /** Left out unless it was asked for and may be given. */
    private static void explanation(@Nullable Explanation explanation, JsonGenerator json) throws IOException {
        if (explanation == null) {
            return;
        }
        json.writeObjectFieldStart("explain");
        json.writeStringField("rule", explanation.rule());
        json.writeArrayFieldStart("records");
        for (Explanation.Source source : explanation.records()) {
            json.writeStartObject();
            json.writeStringField("kind", source.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("id", source.id());
            json.writeNumberField("version", source.version());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void asOf(AsOf asOf, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("asOf");
        json.writeStringField("position", asOf.position());
        json.writeNumberField("stalenessMs", asOf.stalenessMs());
        json.writeEndObject();
    }

    private static @Nullable JsonNode object(@Nullable String text) throws IOException {
        JsonNode node = text == null ? null : MAPPER.readTree(text);
        return node != null && node.isObject() ? node : null;
    }
}
