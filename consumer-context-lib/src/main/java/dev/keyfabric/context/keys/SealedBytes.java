package dev.keyfabric.context.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes under a passphrase: 4-byte iterations ‖ 16-byte salt ‖ 12-byte nonce ‖ AES-256-GCM ciphertext with its 16-byte
 * tag; the key by PBKDF2-HMAC-SHA256. What stands before the ciphertext is authenticated with it.
 */
final class SealedBytes {
    /** OWASP's figure for PBKDF2-HMAC-SHA256 (2023). */
    private static final int ITERATIONS = 600_000;

    /** Bounds on what a file may ask for: neither weak nor endless. */
    private static final int FEWEST = 100_000;

    private static final int MOST = 10_000_000;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int HEAD = Integer.BYTES + SALT + NONCE;
    private static final int TAG_BITS = 128;
    private static final byte[] CONTEXT = "keyfabric sealed private key 1".getBytes(StandardCharsets.US_ASCII);

    private SealedBytes() {}

    static byte[] seal(byte[] plain, char[] passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        byte[] head = ByteBuffer.allocate(HEAD)
                .putInt(ITERATIONS)
                .put(salt)
                .put(nonce)
                .array();
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, head, passphrase).doFinal(plain);
            return ByteBuffer.allocate(HEAD + secret.length)
                    .put(head)
                    .put(secret)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2 and AES-GCM", e);
        }
    }

    static byte[] open(byte[] sealed, char[] passphrase) throws GeneralSecurityException {
        if (sealed.length < HEAD) {
            throw new GeneralSecurityException("too short");
        }
        byte[] head = Arrays.copyOf(sealed, HEAD);
        return cipher(Cipher.DECRYPT_MODE, head, passphrase).doFinal(sealed, HEAD, sealed.length - HEAD);
    }

    private static Cipher cipher(int mode, byte[] head, char[] passphrase) throws GeneralSecurityException {
        ByteBuffer fields = ByteBuffer.wrap(head);
        int iterations = fields.getInt();
        if (iterations < FEWEST || iterations > MOST) {
            throw new GeneralSecurityException("an iteration count out of bounds");
        }
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        fields.get(salt).get(nonce);
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 256);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(CONTEXT);
            cipher.updateAAD(head);
            Arrays.fill(key, (byte) 0);
            return cipher;
        } finally {
            spec.clearPassword();
        }
    }
}
