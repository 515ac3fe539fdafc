package dev.keyfabric.validator.direct;

import dev.keyfabric.validator.authorize.AuthorizeDesk;
import dev.keyfabric.validator.authorize.ProxyRequest;
import dev.keyfabric.validator.authorize.Target;
import dev.keyfabric.validator.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a proxy asks, by any method, without a body. */
@Singleton
final class AuthorizeShortcut implements Shortcut {
    private final AuthorizeDesk desk;

    AuthorizeShortcut(AuthorizeDesk desk) {
        this.desk = desk;
    }

    @Override
    public boolean is(HttpRequest request) {
        String target = request.uri();
        if (!target.startsWith(AuthorizeDesk.PATH) || Plain.bodyLength(request.headers()) > 0) {
            return false;
        }
        int next = AuthorizeDesk.PATH.length();
        return target.length() == next || target.charAt(next) == '?' || target.charAt(next) == '/';
    }

    @Override
    public Reply answer(HttpRequest request, ByteBuf body, @Nullable String peer) {
        return desk.answer(new Taken(Target.of(request.uri()), request, peer));
    }

    private record Taken(
            Target target, HttpRequest request, @Nullable String peer) implements ProxyRequest {
        @Override
        public List<String> headers(String name) {
            return request.headers().getAll(name);
        }

        @Override
        public String toString() {
            return "Taken[…]";
        }
    }
}
