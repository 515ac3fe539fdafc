package dev.keyfabric.validator.check;

import dev.keyfabric.validator.caller.Callers;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Notes whether a call comes from somebody known, where that is wanted. The service refuses the others itself, in the answer:
 * the failure of a call is what {@code failure_mode_allow} would turn into a yes.
 */
final class CallerInterceptor implements ServerInterceptor {
    private static final Context.Key<Boolean> ADMITTED = Context.keyWithDefault("keyfabric-admitted", false);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final boolean guarded;
    private final Callers callers;

    CallerInterceptor(boolean guarded, Callers callers) {
        this.guarded = guarded;
        this.callers = callers;
    }

    /** Whether the present call may be answered. */
    static boolean isAdmitted() {
        return ADMITTED.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean admitted = !guarded
                || callers.of(certificate(call), authorization(headers)).isPresent();
        return Contexts.interceptCall(Context.current().withValue(ADMITTED, admitted), call, headers, next);
    }

    private static @Nullable Certificate certificate(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            return session == null ? null : session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static List<String> authorization(Metadata headers) {
        List<String> lines = new ArrayList<>(1);
        Iterable<String> given = headers.getAll(AUTHORIZATION);
        if (given != null) {
            given.forEach(lines::add);
        }
        return lines;
    }
}
