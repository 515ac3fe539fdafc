package dev.keyfabric.validator.authorize;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what proxies ask, whatever the method: a filter, since a route would be one of a few methods. Most of it never
 * comes this far ({@code dev.keyfabric.validator.direct}).
 */
@ServerFilter(AuthorizeDesk.PATH + "/**")
final class AuthorizeFilter {
    private final AuthorizeDesk desk;

    AuthorizeFilter(AuthorizeDesk desk) {
        this.desk = desk;
    }

    @PreMatching
    @RequestFilter
    MutableHttpResponse<?> authorize(HttpRequest<?> request) {
        MutableHttpResponse<byte[]> response =
                desk.answer(new Taken(Target.of(request.getUri()), request)).response();
        return request.getMethod() == HttpMethod.HEAD ? response.body(null) : response;
    }

    private record Taken(Target target, HttpRequest<?> request) implements ProxyRequest {
        @Override
        public List<String> headers(String name) {
            return request.getHeaders().getAll(name);
        }

        @Override
        public @Nullable String peer() {
            InetAddress peer = request.getRemoteAddress().getAddress();
            return peer == null ? null : peer.getHostAddress();
        }
    }
}
