package dev.keyfabric.validator;

import dev.keyfabric.validation.Folders;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority, what it gives, and the files in which a node finds it. */
final class TestCertificates {
    final X509Bundle authority;
    final Path certificate;
    final Path key;
    final Path clientCa;

    TestCertificates() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .ecp256()
                .buildSelfSigned();
        Path folder = Files.createDirectories(Folders.fresh());
        certificate = folder.resolve("node.pem");
        key = folder.resolve("node.key");
        clientCa = folder.resolve("clients.pem");
        replace(clientCa, authority.getCertificatePEM());
        give(node("CN=node"));
    }

    X509Bundle node(String subject) throws Exception {
        return new CertificateBuilder()
                .subject(subject)
                .ecp256()
                .addSanIpAddress("127.0.0.1")
                .addSanDnsName("localhost")
                .buildIssuedBy(authority);
    }

    /** A caller's; service null = one that names none. */
    X509Bundle caller(String service) throws Exception {
        CertificateBuilder builder =
                new CertificateBuilder().subject("CN=caller").ecp256();
        if (service != null) {
            builder.addSanUriName(URI.create("spiffe://test.domain/service/" + service));
        }
        return builder.addExtendedKeyUsageClientAuth().buildIssuedBy(authority);
    }

    void give(X509Bundle bundle) throws Exception {
        replace(key, bundle.getPrivateKeyPEM());
        replace(certificate, bundle.getCertificatePathPEM());
    }

    static void replace(Path file, String text) throws Exception {
        Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a client knows: the authority, and a certificate of its own; null = none. */
    SSLContext client(X509Bundle own) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = own == null ? null : own.toKeyManagerFactory();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    Http http(int port, X509Bundle own) throws Exception {
        return new Http(
                URI.create("https://127.0.0.1:" + port), HttpClient.newBuilder().sslContext(client(own)));
    }
}
