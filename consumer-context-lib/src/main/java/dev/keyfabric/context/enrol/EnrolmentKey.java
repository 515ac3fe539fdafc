package dev.keyfabric.context.enrol;

import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.text.Base64Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The secret with which one signing key may be enrolled: an enrolment key, or an admin's token. It prints as nothing. */
public final class EnrolmentKey {
    private static final int MAX_LENGTH = 8 * 1024;

    /** What may stand behind {@code Bearer} (RFC 6750 section 2.1), and be no accident. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,}=*");

    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final String secret;

    private EnrolmentKey(String secret) {
        this.secret = secret;
    }

    /**
     * The key that a text is, spaces around it ignored.
     *
     * @throws IllegalArgumentException when it cannot be one; the message does not quote it
     */
    public static EnrolmentKey of(String text) {
        String secret = text.strip();
        if (secret.length() > MAX_LENGTH || !TOKEN.matcher(secret).matches()) {
            throw new IllegalArgumentException("this is no enrolment key");
        }
        return new EnrolmentKey(secret);
    }

    /**
     * Reads a file that holds the key and nothing else.
     *
     * @return null when the file holds nothing yet
     * @throws IOException if it is not there, open to others than its owner, or holds something else
     */
    public static @Nullable EnrolmentKey read(Path file) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("the enrolment key file " + file + " is open to others than its owner: chmod 600");
        }
        if (Files.size(file) > 2 * MAX_LENGTH) {
            throw new IOException("the enrolment key file " + file + " is too long to hold a key");
        }
        // Not as ASCII: a decoder's complaint would be about a byte of a secret.
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (text.isBlank()) {
            return null;
        }
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the enrolment key file " + file + " holds no enrolment key");
        }
    }

    /** A name for this key that does not give it away: 22 characters of base64url. */
    String fingerprint() {
        byte[] digest = Sha256.of(("keyfabric enrolment " + secret).getBytes(StandardCharsets.ISO_8859_1));
        return Base64Url.encode(digest).substring(0, 22);
    }

    /** The secret itself, for the Authorization header alone. */
    String reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "EnrolmentKey[not shown]";
    }
}
