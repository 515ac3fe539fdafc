package dev.keyfabric.validator.check;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The lines of a request's headers as Envoy tells them: in {@code header_map} as they came, or in {@code headers}, where
 * the lines of one name are joined by commas. Of both at once both count, so that neither hides a credential.
 */
final class CheckHeaders {
    private final HttpRequest request;

    CheckHeaders(HttpRequest request) {
        this.request = request;
    }

    /** The lines of a header; no key holds a comma, so a comma in a joined header is a boundary. */
    List<String> lines(String name) {
        List<String> lines = new ArrayList<>(1);
        for (Map.Entry<String, String> joined : request.getHeadersMap().entrySet()) {
            if (joined.getKey().equalsIgnoreCase(name)) {
                lines.addAll(List.of(joined.getValue().split(",", -1)));
            }
        }
        for (HeaderValue header : request.getHeaderMap().getHeadersList()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                lines.add(
                        header.getRawValue().isEmpty()
                                ? header.getValue()
                                : header.getRawValue().toString(StandardCharsets.ISO_8859_1));
            }
        }
        return lines;
    }
}
