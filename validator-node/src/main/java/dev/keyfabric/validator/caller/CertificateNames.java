package dev.keyfabric.validator.caller;

import dev.keyfabric.validation.policy.Policy;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The service that a certificate names: in one URI of its alternative names, {@code spiffe://<trust domain>/service/<id>}. */
final class CertificateNames {
    private static final int URI = 6;

    private CertificateNames() {}

    /** The service, or null when there is none, or more than one. */
    static @Nullable String service(X509Certificate certificate, String trustDomain) {
        String start = "spiffe://" + trustDomain + "/service/";
        Set<String> services = new TreeSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (Integer.valueOf(URI).equals(name.get(0))
                        && name.get(1) instanceof String uri
                        && uri.startsWith(start)
                        && Policy.isId(uri.substring(start.length()))) {
                    services.add(uri.substring(start.length()));
                }
            }
        } catch (CertificateParsingException e) {
            return null;
        }
        return services.size() == 1 ? services.iterator().next() : null;
    }
}
