package dev.keyfabric.validator.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validator.problem.FieldFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/validate/batch} as strictly as each of its questions: {@code {"items": [...]}}. */
final class BatchReader {
    /** How many questions a batch may hold. */
    static final int MAX = 100;

    private static final String ITEMS = "items";

    private final JsonParser parser;
    private final List<FieldFault> faults;

    private BatchReader(JsonParser parser, List<FieldFault> faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /**
     * The questions, in order.
     *
     * @param bound whether a question's token can be made
     */
    static List<ValidateRequest> read(byte[] body, Predicate<ValidateRequest> bound) throws MalformedRequestException {
        return RequestReader.read(body, (parser, faults) -> new BatchReader(parser, faults).batch(bound));
    }

    private @Nullable List<ValidateRequest> batch(Predicate<ValidateRequest> bound) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            fault("", "WRONG_TYPE", "Must be a JSON object.");
            return null;
        }
        List<ValidateRequest> requests = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!name.equals(ITEMS)) {
                fault(RequestReader.pointer(name), "UNKNOWN_MEMBER", "There is no such member.");
            } else if (requests != null) {
                fault("/" + ITEMS, "DUPLICATE_MEMBER", "This member is given more than once.");
            } else {
                requests = items(bound);
            }
            parser.skipChildren();
        }
        if (requests == null) {
            fault("/" + ITEMS, "MISSING", "Must be an array of 1 to " + MAX + " questions.");
        }
        return requests;
    }

    private List<ValidateRequest> items(Predicate<ValidateRequest> bound) throws IOException {
        List<ValidateRequest> requests = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            fault("/" + ITEMS, "WRONG_TYPE", "Must be an array of 1 to " + MAX + " questions.");
            return requests;
        }
        int count = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count >= MAX) {
                parser.skipChildren();
                continue;
            }
            String at = "/" + ITEMS + "/" + count;
            ValidateRequest request = RequestReader.question(parser, at, faults);
            if (request != null && !bound.test(request)) {
                faults.add(ValidateAnswers.notBound(at));
            } else if (request != null) {
                requests.add(request);
            }
        }
        if (count == 0 || count > MAX) {
            fault("/" + ITEMS, "OUT_OF_RANGE", "Must be an array of 1 to " + MAX + " questions.");
        }
        return requests;
    }

    private void fault(String field, String code, String detail) {
        if (faults.size() < Scopes.MAX) {
            faults.add(new FieldFault(field, code, detail));
        }
    }
}
