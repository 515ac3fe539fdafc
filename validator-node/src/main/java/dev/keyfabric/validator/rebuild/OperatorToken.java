package dev.keyfabric.validator.rebuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credential of whoever operates this node: what stands in a file that its owner alone may read. Only its SHA-256 is
 * kept. A file that is missing is made; where it can neither be read nor made, or others may read it, nobody is let in.
 */
public final class OperatorToken {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorToken.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int RANDOM_BYTES = 32;
    private static final int LONGEST = 512;
    private static final int SHORTEST = 16;

    private final byte @Nullable [] sha256;

    private OperatorToken(byte @Nullable [] sha256) {
        this.sha256 = sha256;
    }

    /** The token of a file, made when it is not there. */
    public static OperatorToken of(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                LOG.error("operator_token file={} refused: its owner alone may be able to read it", file);
                return new OperatorToken(null);
            }
            if (Files.size(file) > LONGEST) {
                LOG.error("operator_token file={} refused: more than {} bytes", file, LONGEST);
                return new OperatorToken(null);
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (text.length() < SHORTEST) {
                LOG.error("operator_token file={} refused: less than {} characters", file, SHORTEST);
                return new OperatorToken(null);
            }
            return new OperatorToken(sha256(text));
        } catch (IOException e) {
            LOG.error("operator_token file={} unusable: {}", file, e.toString());
            return new OperatorToken(null);
        }
    }

    /** Whether somebody has shown it; takes as long whatever was shown. */
    public boolean is(@Nullable String shown) {
        byte[] asked = sha256(shown == null ? "" : shown);
        return sha256 != null && MessageDigest.isEqual(sha256, asked);
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(
                file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n", StandardOpenOption.WRITE);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "OperatorToken[" + (sha256 == null ? "none" : "set") + "]";
    }
}
