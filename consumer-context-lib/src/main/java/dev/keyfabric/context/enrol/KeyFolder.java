package dev.keyfabric.context.enrol;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.SigningKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The private halves on disk, one file {@code <number>-<fingerprint>.key} for each enrolment key there ever was. The name
 * is what makes enrolment safe to repeat: whatever crashed or got lost, the same enrolment key leads to the same signing
 * key, which is on disk before anybody hears of it.
 */
final class KeyFolder {
    private static final Pattern NAME = Pattern.compile("(\\d{6})-([A-Za-z0-9_-]{22})\\.key");
    private static final int MAX_PASSPHRASE = 1024;

    private final Path folder;
    private final char @Nullable [] passphrase;
    private final SecureRandom random;
    /** The oldest first. */
    private final List<Held> held = new ArrayList<>();

    private record Held(int number, String fingerprint, SigningKey key) {}

    private KeyFolder(Path folder, char @Nullable [] passphrase, SecureRandom random) {
        this.folder = folder;
        this.passphrase = passphrase;
        this.random = random;
    }

    /** Makes the folder or takes it from others, and reads the keys in it. */
    static KeyFolder open(Path folder, @Nullable Path passphraseFile, SecureRandom random) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        // The mask of the process may have taken from it, an operator may have added to it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        KeyFolder opened = new KeyFolder(folder, passphraseFile == null ? null : passphrase(passphraseFile), random);
        opened.load();
        return opened;
    }

    private static char[] passphrase(Path file) throws IOException {
        if (Files.size(file) > MAX_PASSPHRASE) {
            throw new IOException("the passphrase file " + file + " is too long");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new IOException("the passphrase file " + file + " is empty");
        }
        return text.toCharArray();
    }

    private void load() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                held.add(new Held(
                        Integer.parseInt(name.group(1)), name.group(2), SigningKeyFile.load(file, passphrase)));
            }
        }
    }

    /** All keys, the newest first. */
    List<SigningKey> newestFirst() {
        List<SigningKey> keys = new ArrayList<>();
        for (int i = held.size() - 1; i >= 0; i--) {
            keys.add(held.get(i).key());
        }
        return keys;
    }

    /** The key of an enrolment key: the one on disk, or a new one that then is. */
    SigningKey keyFor(EnrolmentKey secret) throws IOException {
        String fingerprint = secret.fingerprint();
        Optional<Held> known = held.stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .findFirst();
        if (known.isPresent()) {
            return known.get().key();
        }
        int number = held.isEmpty() ? 1 : held.get(held.size() - 1).number() + 1;
        SigningKey key = SigningKey.generate(random);
        SigningKeyFile.save(key, folder.resolve(String.format("%06d-%s.key", number, fingerprint)), passphrase, random);
        held.add(new Held(number, fingerprint, key));
        return key;
    }
}
