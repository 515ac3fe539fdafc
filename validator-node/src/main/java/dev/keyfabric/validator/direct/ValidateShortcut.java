package dev.keyfabric.validator.direct;

import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validator.edge.Lateness;
import dev.keyfabric.validator.reply.Reply;
import dev.keyfabric.validator.validate.ValidateAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What a service asks, where it need not prove who it is and no span is wanted of it. */
@Singleton
final class ValidateShortcut implements Shortcut {
    private static final String PATH = "/v1/validate";
    private static final String JSON = "application/json";

    private final ValidateAnswer answer;
    private final Lateness lateness;
    private final boolean open;

    ValidateShortcut(ValidateAnswer answer, Lateness lateness, NodeSettings settings) {
        this.answer = answer;
        this.lateness = lateness;
        this.open =
                !settings.listen().guarded() && settings.listen().management() == null && settings.tracing() == null;
    }

    @Override
    public boolean is(HttpRequest request) {
        return open
                && request.uri().equals(PATH)
                && HttpMethod.POST.equals(request.method())
                && Plain.bodyLength(request.headers()) > 0
                && JSON.equals(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
    }

    @Override
    public @Nullable Reply answer(HttpRequest request, ByteBuf body, @Nullable String peer) {
        return lateness.isBehind() ? null : answer.now(ByteBufUtil.getBytes(body));
    }
}
