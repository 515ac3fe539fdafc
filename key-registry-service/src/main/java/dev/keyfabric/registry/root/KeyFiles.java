package dev.keyfabric.registry.root;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.SigningKeyFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The files of the registry's signing keys: made once, mode 0600, sealed where there is a passphrase. */
public final class KeyFiles {
    private static final int LONGEST_PASSPHRASE = 1024;

    private final char @Nullable [] passphrase;
    private final SecureRandom random;

    /**
     * Files that are all protected in one way.
     *
     * @param passphraseFile its first line, ends of line left out, is the passphrase; null = none
     * @throws IOException when the passphrase cannot be read, or is none
     */
    public KeyFiles(@Nullable Path passphraseFile, SecureRandom random) throws IOException {
        this.passphrase = passphraseFile == null ? null : passphrase(passphraseFile);
        this.random = random;
    }

    private static char[] passphrase(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no passphrase file " + file);
        }
        if (Files.size(file) > LONGEST_PASSPHRASE) {
            throw new IOException("the passphrase file " + file + " is too long");
        }
        try {
            String text = Files.readString(file).lines().findFirst().orElse("");
            if (text.isEmpty()) {
                throw new IOException("the passphrase file " + file + " is empty");
            }
            return text.toCharArray();
        } catch (CharacterCodingException e) {
            throw new IOException("the passphrase file " + file + " is no UTF-8 text", e);
        }
    }

    /**
     * The key in a file; when there is none, a new one that is in it from now on. Of several processes that make it at
     * once all get the same.
     *
     * @throws IOException in words for whoever named the file
     */
    public SigningKey readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.toAbsolutePath().getParent();
            // Not made here: a folder that is not there is as a rule one that is not mounted, and another root splits a
            // fabric.
            if (folder == null || !Files.isDirectory(folder)) {
                throw new IOException("the key cannot be made in " + file + ": there is no folder " + folder
                        + "; mount it, make it (mkdir -m 700), or name another file");
            }
            Path beside = file.resolveSibling(".key-" + Long.toHexString(random.nextLong()) + ".new");
            try {
                make(beside);
                Files.createLink(file, beside);
            } catch (FileAlreadyExistsException e) {
                // Another one was faster, and its key is the one.
            } finally {
                Files.deleteIfExists(beside);
            }
        }
        return SigningKeyFile.load(file, passphrase);
    }

    /** A new key in the place of whatever the file held. */
    SigningKey make(Path file) throws IOException {
        SigningKey fresh = SigningKey.generate(random);
        SigningKeyFile.save(fresh, file, passphrase, random);
        return fresh;
    }

    @Override
    public String toString() {
        return "KeyFiles[" + (passphrase == null ? "plain" : "sealed") + "]";
    }
}
