package dev.keyfabric.validator.tls;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** Hands the certificate in use to the gRPC server. */
public final class GrpcCertificates {
    /** A session that is taken up again is not judged anew, so it does not outlive a change of authorities for long. */
    private static final Duration SESSIONS = Duration.ofMinutes(5);

    private GrpcCertificates() {}

    /** A context whose certificate and authorities follow the files. */
    public static SslContext context(LiveMaterial live) {
        try {
            AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
            AdvancedTlsX509TrustManager callers = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
            live.use(material -> take(material, own, callers));
            return GrpcSslContexts.configure(SslContextBuilder.forServer(own), SslProvider.JDK)
                    .trustManager(callers)
                    .clientAuth(live.knowsCallers() ? ClientAuth.OPTIONAL : ClientAuth.NONE)
                    .sessionTimeout(SESSIONS.toSeconds())
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate that was good for HTTP", e);
        }
    }

    private static void take(Material material, AdvancedTlsX509KeyManager own, AdvancedTlsX509TrustManager callers) {
        try {
            own.updateIdentityCredentials(material.chain().toArray(X509Certificate[]::new), material.key());
            callers.updateTrustCredentials(material.authorities().toArray(X509Certificate[]::new));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("authorities that cannot be used", e);
        }
    }
}
