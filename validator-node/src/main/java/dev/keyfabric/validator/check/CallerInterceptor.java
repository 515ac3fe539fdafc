package dev.keyfabric.validator.check;

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
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes whether a call comes from somebody known, where that is wanted. The service refuses the others itself, in the answer:
 * the failure of a call is what {@code failure_mode_allow} would turn into a yes.
 */
final class CallerInterceptor implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(CallerInterceptor.class);
    private static final Context.Key<Boolean> ADMITTED = Context.keyWithDefault("keyfabric-admitted", false);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final boolean guarded;
    private final Known known;

    CallerInterceptor(boolean guarded, Known known) {
        this.guarded = guarded;
        this.known = known;
    }

    /** Whether somebody is known by a certificate that the handshake has checked, or by the lines of {@code Authorization}. */
    interface Known {
        boolean by(@Nullable Certificate certificate, List<String> authorization);
    }

    /** Whether the present call may be answered. */
    static boolean isAdmitted() {
        return ADMITTED.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean admitted = admits(() -> known.by(certificate(call), authorization(headers)));
        return Contexts.interceptCall(Context.current().withValue(ADMITTED, admitted), call, headers, next);
    }

    /** Whoever cannot be told to be known is not: a call that failed here would have no answer to refuse it. */
    boolean admits(BooleanSupplier isKnown) {
        try {
            return !guarded || isKnown.getAsBoolean();
        } catch (Throwable e) { // the one place where a failure to tell who calls becomes a refusal
            LOG.error("caller failure={}", e.getClass().getName(), e);
            return false;
        }
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
