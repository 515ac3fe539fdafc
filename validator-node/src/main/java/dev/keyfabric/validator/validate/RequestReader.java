package dev.keyfabric.validator.validate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validator.problem.FieldFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the questions of {@code POST /v1/validate} strictly: each one JSON object, each member known, given once, of its type and
 * in its range. What is wrong is collected; nothing that was sent is repeated but short member names.
 */
final class RequestReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    /** Shorter than any key, so that no secret is shown as the name of an unknown member. */
    private static final Pattern SHOWABLE = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final JsonParser parser;
    private final String at;
    private final List<FieldFault> faults;
    private String key = "";
    private @Nullable String audience;
    private @Nullable String clientIp;
    private @Nullable Position position;
    private List<String> scopes = List.of();
    private int cost = Question.USUAL_COST;
    private boolean token;
    private boolean explain;

    private RequestReader(JsonParser parser, String at, List<FieldFault> faults) {
        this.parser = parser;
        this.at = at;
        this.faults = faults;
    }

    static ValidateRequest read(byte[] body) throws MalformedRequestException {
        return read(body, (parser, faults) -> question(parser, "", faults));
    }

    /** Something of a body, read at the token where it begins; null only if it left a fault. */
    interface Reading<T> {
        @Nullable
        T read(JsonParser parser, List<FieldFault> faults) throws IOException;
    }

    /** What a whole body means. */
    static <T> T read(byte[] body, Reading<T> reading) throws MalformedRequestException {
        List<FieldFault> faults = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(utf8(body))) {
            parser.nextToken();
            T read = reading.read(parser, faults);
            if (faults.isEmpty() && parser.nextToken() != null) {
                faults.add(new FieldFault("", "MALFORMED_JSON", "Something follows the JSON object."));
            }
            if (read != null && faults.isEmpty()) {
                return read;
            }
            throw new MalformedRequestException(faults);
        } catch (JacksonException | CharacterCodingException e) {
            throw new MalformedRequestException(
                    List.of(new FieldFault("", "MALFORMED_JSON", "The body is not well-formed JSON.")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The question at a parser's present token.
     *
     * @param at the JSON pointer of this token
     * @param faults takes what is wrong
     */
    static @Nullable ValidateRequest question(JsonParser parser, String at, List<FieldFault> faults)
            throws IOException {
        return new RequestReader(parser, at, faults).question();
    }

    /** JSON between systems is UTF-8 without a mark (RFC 8259, section 8.1); the parser would guess other encodings. */
    private static String utf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private @Nullable ValidateRequest question() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            fault("", "WRONG_TYPE", "Must be a JSON object.");
            parser.skipChildren();
            return null;
        }
        int before = faults.size();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!seen.add(name)) {
                fault(pointer(name), "DUPLICATE_MEMBER", "This member is given more than once.");
            } else {
                member(name);
            }
            parser.skipChildren();
        }
        return faults.size() > before
                ? null
                : new ValidateRequest(
                        new Question(Credential.of(key), audience, scopes, clientIp, cost, explain), token, position);
    }

    private void member(String name) throws IOException {
        switch (name) {
            case "key" -> key = text(name).orElse("");
            case "audience" -> audience = checked(name, text(name), ID, "Must be a service id.");
            case "scopes" -> scopes = scopes();
            case "clientIp" -> clientIp = address(text(name));
            case "cost" -> cost = cost();
            case "position" -> position = position(text(name));
            case "token" -> token = flag(name);
            case "explain" -> explain = flag(name);
            default -> fault(pointer(name), "UNKNOWN_MEMBER", "There is no such member.");
        }
    }

    private Optional<String> text(String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return Optional.of(parser.getText());
        }
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            fault("/" + name, "WRONG_TYPE", "Must be a string.");
        }
        return Optional.empty();
    }

    private @Nullable String checked(String name, Optional<String> text, Pattern form, String rule) {
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            fault("/" + name, "OUT_OF_RANGE", rule);
            return null;
        }
        return text.orElse(null);
    }

    private @Nullable String address(Optional<String> text) {
        if (text.isPresent() && IpAddress.parse(text.get()).isEmpty()) {
            fault("/clientIp", "OUT_OF_RANGE", "Must be an IPv4 or IPv6 address.");
            return null;
        }
        return text.orElse(null);
    }

    private @Nullable Position position(Optional<String> text) {
        if (text.isEmpty()) {
            return null;
        }
        Position parsed = Position.parse(text.get())
                .filter(p ->
                        p.offsets().keySet().stream().map(PartitionId::topic).allMatch(t -> t.isLifecycle()))
                .orElse(null);
        if (parsed == null) {
            fault("/position", "OUT_OF_RANGE", "Must be up to 20 of topic-partition@offset, of lifecycle topics.");
        }
        return parsed;
    }

    private List<String> scopes() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            fault("/scopes", "WRONG_TYPE", "Must be an array of strings.");
            return List.of();
        }
        List<String> read = new ArrayList<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
            String text = isText ? parser.getText() : "";
            parser.skipChildren();
            if (i == Scopes.MAX) {
                fault("/scopes", "OUT_OF_RANGE", "Must be at most " + Scopes.MAX + ".");
            } else if (i < Scopes.MAX && !isText) {
                fault("/scopes/" + i, "WRONG_TYPE", "Must be a string.");
            } else if (i < Scopes.MAX && !Scopes.isScope(text)) {
                fault("/scopes/" + i, "OUT_OF_RANGE", "Must be a scope without a wildcard.");
            } else if (i < Scopes.MAX) {
                read.add(text);
            }
        }
        return read;
    }

    private int cost() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Question.USUAL_COST;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            fault("/cost", "WRONG_TYPE", "Must be an integer.");
        } else if (parser.getNumberType() != JsonParser.NumberType.INT
                || parser.getIntValue() < 0
                || parser.getIntValue() > Question.MAX_COST) {
            fault("/cost", "OUT_OF_RANGE", "Must be from 0 to " + Question.MAX_COST + ".");
        } else {
            return parser.getIntValue();
        }
        return Question.USUAL_COST;
    }

    private boolean flag(String name) {
        JsonToken said = parser.currentToken();
        if (said != JsonToken.VALUE_TRUE && said != JsonToken.VALUE_FALSE && said != JsonToken.VALUE_NULL) {
            fault("/" + name, "WRONG_TYPE", "Must be true or false.");
        }
        return said == JsonToken.VALUE_TRUE;
    }

    private void fault(String field, String code, String detail) {
        if (faults.size() < Scopes.MAX) {
            faults.add(new FieldFault(at + field, code, detail));
        }
    }

    static String pointer(String name) {
        return SHOWABLE.matcher(name).matches() ? "/" + name : "";
    }
}
