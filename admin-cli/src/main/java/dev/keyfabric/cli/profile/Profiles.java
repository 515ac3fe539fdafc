package dev.keyfabric.cli.profile;

import dev.keyfabric.cli.output.Json;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.SigningKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/** The logins of this machine's user: for each {@code <name>.json} and, where a key is enrolled, {@code <name>.key}, mode 0600. */
public final class Profiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;

    public Profiles(Path folder) {
        this.folder = folder;
    }

    /** The login of a name. */
    public Profile get(String name) {
        return find(name)
                .orElseThrow(() -> new CliException(
                        ExitCode.NOT_ALLOWED,
                        "not logged in" + (name.equals("default") ? "" : " as profile " + name)
                                + ": keyfabric login --registry URL"));
    }

    public Optional<Profile> find(String name) {
        Path file = file(name, ".json");
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (PrivateFiles.isOpen(file)) {
                throw CliException.usage(file + " is open to others than its owner: chmod 600, and log in again");
            }
            return Optional.of(Profile.of(Json.read(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw CliException.usage(file + " cannot be read: log in again");
        }
    }

    public void save(String name, Profile profile) {
        Path file = file(name, ".json");
        try {
            PrivateFiles.replace(file, Json.pretty(profile.toJson()) + "\n");
        } catch (IOException e) {
            throw CliException.usage(file + " cannot be written: " + e.getMessage());
        }
    }

    /** The key of one's own that this login has enrolled. */
    public SigningKey key(String name) {
        try {
            return SigningKeyFile.load(file(name, ".key"), null);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.NOT_ALLOWED, "there is no key of your own to sign with: keyfabric login enrols one");
        }
    }

    public void saveKey(String name, SigningKey key, SecureRandom random) {
        Path file = file(name, ".key");
        try {
            PrivateFiles.folder(file);
            SigningKeyFile.save(key, file, null, random);
        } catch (IOException e) {
            throw CliException.usage(file + " cannot be written: " + e.getMessage());
        }
    }

    public void deleteKey(String name) {
        try {
            Files.deleteIfExists(file(name, ".key"));
        } catch (IOException e) {
            throw CliException.usage(file(name, ".key") + " cannot be deleted");
        }
    }

    private Path file(String name, String ending) {
        if (!NAME.matcher(name).matches()) {
            throw CliException.usage("a profile's name is letters, digits, dots, dashes and underscores");
        }
        return folder.resolve(name + ending);
    }
}
