package dev.keyfabric.validator.check;

import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.keyfabric.validator.reply.Reply;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * What HTTP answers a proxy, told as Envoy wants it. A yes sets every identity header over the caller's own and takes away
 * the header that carried the key. A no is HTTP's problem with its status: always {@code denied_response}, never
 * {@code error_response}, which {@code failure_mode_allow} would turn into a yes.
 */
final class CheckAnswers {
    private static final BoolValue OVERWRITE = BoolValue.of(false);
    private static final int ALLOWED = 200;

    private CheckAnswers() {}

    /**
     * The answer.
     *
     * @param carriers names of the headers that may have carried the key
     */
    static CheckResponse of(Reply answer, List<String> carriers) {
        return answer.status() == ALLOWED ? allowed(answer, carriers) : denied(answer);
    }

    private static CheckResponse allowed(Reply answer, List<String> carriers) {
        OkHttpResponse.Builder ok = OkHttpResponse.newBuilder().addAllHeadersToRemove(carriers);
        eachHeader(answer, (name, value) -> {
            if (name.startsWith("x-consumer-") || name.equals("x-ratelimit-remaining") || name.equals("txn-token")) {
                ok.addHeaders(header(name, value));
            } else if (name.startsWith("ratelimit")) {
                ok.addResponseHeadersToAdd(header(name, value));
            }
        });
        return CheckResponse.newBuilder()
                .setStatus(Status.newBuilder().setCode(Code.OK_VALUE))
                .setOkResponse(ok)
                .build();
    }

    private static CheckResponse denied(Reply answer) {
        DeniedHttpResponse.Builder denied = DeniedHttpResponse.newBuilder()
                .setStatus(HttpStatus.newBuilder().setCodeValue(answer.status()))
                .setBodyBytes(ByteString.copyFrom(answer.body()));
        eachHeader(answer, (name, value) -> denied.addHeaders(header(name, value)));
        return CheckResponse.newBuilder()
                .setStatus(Status.newBuilder().setCode(code(answer.status())))
                .setDeniedResponse(denied)
                .build();
    }

    private static void eachHeader(Reply answer, BiConsumer<String, String> each) {
        answer.headers().forEach((name, value) -> each.accept(name.toLowerCase(Locale.ROOT), value));
    }

    @SuppressWarnings("deprecation") // of the two members for this, the one that every Envoy in use heeds
    private static HeaderValueOption header(String name, String value) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                .setAppend(OVERWRITE)
                .build();
    }

    private static int code(int status) {
        return switch (status) {
            case 401 -> Code.UNAUTHENTICATED_VALUE;
            case 403 -> Code.PERMISSION_DENIED_VALUE;
            case 429 -> Code.RESOURCE_EXHAUSTED_VALUE;
            default -> Code.UNAVAILABLE_VALUE;
        };
    }
}
