package dev.keyfabric.context.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signing key on disk: PKCS#8 in PEM, mode 0600; with a passphrase, the PKCS#8 bytes sealed by {@link SealedBytes}
 * under a label of our own. A file that others may read or write is refused, as is a plain one where a passphrase is
 * configured.
 */
public final class SigningKeyFile {
    private static final String PLAIN = "PRIVATE KEY";
    private static final String SEALED = "KEYFABRIC SEALED PRIVATE KEY";
    private static final int MAX_LENGTH = 8 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SigningKeyFile() {}

    /**
     * Writes the key beside the place and moves it there in one step, so that a crash leaves no half of it.
     *
     * @param passphrase null for a file protected by its mode alone
     */
    public static void save(SigningKey key, Path file, char @Nullable [] passphrase, SecureRandom random)
            throws IOException {
        byte[] pkcs8 = pkcs8(key);
        String pem = passphrase == null ? pem(PLAIN, pkcs8) : pem(SEALED, SealedBytes.seal(pkcs8, passphrase, random));
        Arrays.fill(pkcs8, (byte) 0);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder to write a key file into");
        }
        FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path beside = Files.createTempFile(folder, ".key", ".new", mode);
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Reads a key.
     *
     * @param passphrase the one it was saved with, or null where it was saved without
     * @throws IOException if the file is not there, readable by others, damaged, or the passphrase is not its own
     */
    public static SigningKey load(Path file, char @Nullable [] passphrase) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("the key file " + file + " is open to others than its owner: chmod 600");
        }
        if (Files.size(file) > MAX_LENGTH) {
            throw new IOException("the key file " + file + " is too long");
        }
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        try {
            byte[] pkcs8 = passphrase == null ? unwrap(PLAIN, pem) : SealedBytes.open(unwrap(SEALED, pem), passphrase);
            EdECPrivateKey key =
                    (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return SigningKey.fromSecretSeed(
                    key.getBytes().orElseThrow(() -> new GeneralSecurityException("a key without its private half")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause could quote the file.
            throw new IOException("the key file " + file + " is damaged or was saved "
                    + (passphrase == null ? "with a passphrase" : "with another passphrase or none"));
        }
    }

    private static byte[] pkcs8(SigningKey key) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.secretSeed()))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    private static byte[] unwrap(String label, String pem) {
        String head = "-----BEGIN " + label + "-----";
        String foot = "-----END " + label + "-----";
        String text = pem.strip();
        if (!text.startsWith(head) || !text.endsWith(foot) || text.length() < head.length() + foot.length()) {
            throw new IllegalArgumentException("not the expected kind of PEM");
        }
        return Base64.getMimeDecoder().decode(text.substring(head.length(), text.length() - foot.length()));
    }
}
