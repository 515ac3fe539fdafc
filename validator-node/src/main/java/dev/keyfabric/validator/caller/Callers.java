package dev.keyfabric.validator.caller;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.settings.NodeSettings;
import jakarta.inject.Singleton;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who calls: by a certificate that one of the configured authorities gave, which the TLS handshake has checked, or by
 * a service JWT whose audience is this node ({@code service:<keyfabric.node.id>}; docs/contract/identity.md, section 4).
 */
@Singleton
public final class Callers {
    private static final String SCHEME = "bearer ";

    private final ValidationEngine engine;
    private final String nodeId;
    private final String trustDomain;

    Callers(ValidationEngine engine, NodeSettings settings) {
        this.engine = engine;
        this.nodeId = settings.engine().nodeId();
        this.trustDomain = settings.engine().tokens().trustDomain();
    }

    /**
     * Who calls, or empty.
     *
     * @param certificate that the handshake has checked; null = none
     * @param authorization the lines of {@code Authorization}
     */
    public Optional<Caller> of(@Nullable Certificate certificate, List<String> authorization) {
        if (certificate instanceof X509Certificate known) {
            return Optional.of(new Caller(CertificateNames.service(known, trustDomain)));
        }
        if (authorization.size() != 1) {
            return Optional.empty();
        }
        String line = authorization.get(0).strip();
        return line.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? engine.identity()
                        .caller(line.substring(SCHEME.length()).strip(), nodeId)
                        .map(Caller::new)
                : Optional.empty();
    }
}
