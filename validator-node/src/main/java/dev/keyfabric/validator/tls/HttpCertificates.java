package dev.keyfabric.validator.tls;

import io.micronaut.http.ssl.CertificateProvider;
import java.security.KeyStore;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Sinks;

/** Hands the certificate in use to the HTTP server. */
public final class HttpCertificates implements CertificateProvider {
    /** What the server's settings call it by. */
    public static final String NAME = "keyfabric";

    private final Sinks.Many<Material> materials = Sinks.many().replay().latest();

    public HttpCertificates(LiveMaterial live) {
        live.use(material -> materials.tryEmitNext(material).orThrow());
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return stores(Material::keyStore);
    }

    @Override
    public Publisher<KeyStore> getTrustStore() {
        return stores(Material::trustStore);
    }

    private Publisher<KeyStore> stores(Function<Material, KeyStore> of) {
        return materials.asFlux().map(of);
    }
}
