package dev.keyfabric.validator.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key, and those whose certificates callers may bring. Holds a secret, so it prints as nothing.
 *
 * @param chain the node's own certificate first
 * @param authorities empty = no caller is known by a certificate
 */
record Material(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    Material {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    KeyStore keyStore() {
        return store(store -> store.setKeyEntry("node", key, new char[0], chain.toArray(Certificate[]::new)));
    }

    KeyStore trustStore() {
        return store(store -> {
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
        });
    }

    private interface Filling {
        void of(KeyStore store) throws GeneralSecurityException;
    }

    private static KeyStore store(Filling filling) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.of(store);
            return store;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("every JDK has such a store in memory", e);
        }
    }

    @Override
    public String toString() {
        return "Material[" + chain.get(0).getSubjectX500Principal() + ", key not shown]";
    }
}
