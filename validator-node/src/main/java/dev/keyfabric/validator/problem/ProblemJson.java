package dev.keyfabric.validator.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keyfabric.validation.outward.OutwardRefusal;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Problems as {@code application/problem+json} (RFC 9457) with a stable {@code code}. Nothing of a request is in them. */
public final class ProblemJson {
    public static final String CONTENT_TYPE = OutwardRefusal.CONTENT_TYPE;

    private static final JsonFactory JSON = new JsonFactory();

    private ProblemJson() {}

    public static MutableHttpResponse<byte[]> response(HttpStatus status, String code, String detail) {
        return response(status, bytes(status, code, detail, List.of()));
    }

    public static MutableHttpResponse<byte[]> response(HttpStatus status, byte[] body) {
        return HttpResponse.<byte[]>status(status).body(body).contentType(new MediaType(CONTENT_TYPE));
    }

    /** A problem's bytes; {@code errors} is left out when there are none. */
    public static byte[] bytes(HttpStatus status, String code, String detail, List<FieldFault> errors) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream(256)) {
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.writeStartObject();
                json.writeStringField(
                        "type",
                        OutwardRefusal.TYPE + code.toLowerCase(Locale.ROOT).replace('_', '-'));
                json.writeStringField("title", status.getReason());
                json.writeNumberField("status", status.getCode());
                json.writeStringField("code", code);
                json.writeStringField("detail", detail);
                if (!errors.isEmpty()) {
                    json.writeArrayFieldStart("errors");
                    for (FieldFault error : errors) {
                        json.writeStartObject();
                        json.writeStringField("field", error.field());
                        json.writeStringField("code", error.code());
                        json.writeStringField("detail", error.detail());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
