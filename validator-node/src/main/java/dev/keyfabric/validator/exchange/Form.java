package dev.keyfabric.validator.exchange;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, read strictly: each at most once, each with a value. What is known to be unsupported is
 * refused; what nobody knows is ignored (RFC 6749, section 3.2). Holds credentials, so it prints as nothing.
 */
final class Form {
    private static final int MOST = 32;
    private final Map<String, String> parameters;

    private Form(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static Form read(byte[] body, Set<String> unsupported) throws TokenFault {
        Map<String, String> parameters = new HashMap<>();
        String[] pairs = text(body).split("&", -1);
        if (pairs.length > MOST) {
            throw TokenFault.request("There are too many parameters.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                throw TokenFault.request("Each parameter needs a name and a value.");
            }
            String name = decoded(pair.substring(0, equals));
            if (unsupported.contains(name)) {
                throw TokenFault.request("The parameter " + name + " is not supported.");
            }
            if (parameters.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw TokenFault.request("A parameter is given more than once.");
            }
        }
        return new Form(parameters);
    }

    @Nullable
    String get(String name) {
        return parameters.get(name);
    }

    String needed(String name) throws TokenFault {
        String value = parameters.get(name);
        if (value == null) {
            throw TokenFault.request("The parameter " + name + " is needed.");
        }
        return value;
    }

    private static String text(byte[] body) throws TokenFault {
        try {
            return StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw TokenFault.request("The form is not ASCII.");
        }
    }

    private static String decoded(String text) throws TokenFault {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.chars().noneMatch(c -> Character.isISOControl(c) || c == '\uFFFD')) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // said below; the cause would quote the form
        }
        throw TokenFault.request("A parameter is not well encoded.");
    }

    @Override
    public String toString() {
        return "Form[not shown]";
    }
}
