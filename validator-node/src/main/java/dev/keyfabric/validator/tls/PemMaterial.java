package dev.keyfabric.validator.tls;

import dev.keyfabric.validation.settings.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468), and refuses what could not serve: a key of another certificate, one that is over. */
final class PemMaterial {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int LONGEST = 1 << 20;

    private PemMaterial() {}

    /** What the files hold; an exception's message says what is wrong, and nothing of a key. */
    static Material read(TlsFiles files, Instant now) throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = certificates(files.certificate());
        PrivateKey key = key(files.key(), chain.get(0).getPublicKey());
        chain.get(0).checkValidity(Date.from(now));
        Path clientCa = files.clientCa();
        return new Material(chain, key, clientCa == null ? List.of() : certificates(clientCa));
    }

    private static List<X509Certificate> certificates(Path file) throws GeneralSecurityException, IOException {
        List<X509Certificate> read = new ArrayList<>();
        for (var certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)))) {
            read.add((X509Certificate) certificate);
        }
        if (read.isEmpty()) {
            throw new CertificateException("no certificate in " + file);
        }
        return read;
    }

    private static PrivateKey key(Path file, PublicKey of) throws GeneralSecurityException, IOException {
        Matcher pem = PRIVATE_KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new InvalidKeySpecException("no unencrypted PKCS#8 key in " + file);
        }
        PrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            key = KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, which may quote the file.
            throw new InvalidKeySpecException("no key of the certificate's kind in " + file);
        }
        if (!belongTogether(key, of)) {
            throw new InvalidKeySpecException("another certificate's key in " + file);
        }
        return key;
    }

    private static boolean belongTogether(PrivateKey key, PublicKey of) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (of.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> of.getAlgorithm();
                });
        byte[] probe = {1, 2, 3};
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        signature.update(probe);
        return signature.verify(signed);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("too long: " + file);
        }
        return Files.readAllBytes(file);
    }
}
