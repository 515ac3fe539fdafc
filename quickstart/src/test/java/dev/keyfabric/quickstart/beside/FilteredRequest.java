package dev.keyfabric.quickstart.beside;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request through a servlet filter, and what became of it; it knows as much of a servlet as a filter asks for. */
final class FilteredRequest {
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Object consumer;
    private int status = 200;
    private boolean served;

    private FilteredRequest() {}

    static FilteredRequest without() {
        return new FilteredRequest();
    }

    static FilteredRequest with(String key) {
        FilteredRequest request = new FilteredRequest();
        request.headers.put("X-API-Key", key);
        return request;
    }

    FilteredRequest through(Filter filter) throws Exception {
        FilterChain chain = (request, response) -> served = true;
        filter.doFilter(request(), response(), chain);
        return this;
    }

    boolean served() {
        return served;
    }

    @Nullable
    Object consumer() {
        return consumer;
    }

    int status() {
        return status;
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private HttpServletRequest request() {
        return play(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getHeaders" ->
                Collections.enumeration(
                        headers.containsKey((String) arguments[0])
                                ? List.of(headers.get((String) arguments[0]))
                                : List.of());
            case "getRemoteAddr" -> "127.0.0.1";
            case "setAttribute" -> {
                if (arguments[0].equals("consumer")) {
                    consumer = arguments[1];
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private HttpServletResponse response() {
        return play(HttpServletResponse.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "setStatus" -> {
                status = (int) arguments[0];
                yield null;
            }
            case "setHeader" -> null;
            case "getOutputStream" -> new Written();
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T play(Class<T> part, InvocationHandler handler) {
        return part.cast(Proxy.newProxyInstance(part.getClassLoader(), new Class<?>[] {part}, handler));
    }

    private final class Written extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int one) {
            body.write(one);
        }
    }
}
