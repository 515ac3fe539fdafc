package dev.keyfabric.validation.settings;

import static dev.keyfabric.validation.settings.NodeSetting.ENROLMENT_KEY_FILE;
import static dev.keyfabric.validation.settings.NodeSetting.REGISTRY_URL;
import static dev.keyfabric.validation.settings.NodeSetting.SIGNING_PASSPHRASE_FILE;
import static dev.keyfabric.validation.settings.NodeSetting.TOKEN_REUSE;
import static dev.keyfabric.validation.settings.NodeSetting.TRUST_DOMAIN;
import static dev.keyfabric.validation.settings.NodeSetting.TRUST_ROOT;
import static dev.keyfabric.validation.settings.NodeSetting.TRUST_ROOT_FILE;

import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.validation.token.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings of trust: whom the node believes, what it signs with, what its tokens say. */
final class TrustReading {
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:/_-]{0,127}");
    private static final int LONGEST_LINE = 128;

    private TrustReading() {}

    static TokenSettings tokens(SettingsSource source, @Nullable String service) {
        return new TokenSettings(
                source.matching(TRUST_DOMAIN, DOMAIN),
                service,
                source.duration(TOKEN_REUSE, Duration.ZERO, TokenSettings.LONGEST_REUSE));
    }

    static @Nullable RootPin root(SettingsSource source) {
        String given = source.text(TRUST_ROOT);
        Path file = source.file(TRUST_ROOT_FILE);
        if (given != null && file != null) {
            source.problem(TRUST_ROOT_FILE, "must not be given beside " + TRUST_ROOT.key());
        }
        if (given != null) {
            return pin(source, TRUST_ROOT, given);
        }
        return file == null ? null : pin(source, TRUST_ROOT_FILE, line(source, file));
    }

    /** Null when the node is to have no key; then both settings are missing. */
    static @Nullable EnrolmentSettings enrolment(SettingsSource source, Path data) {
        Path keyFile = source.file(ENROLMENT_KEY_FILE);
        Path passphraseFile = source.file(SIGNING_PASSPHRASE_FILE);
        URI registry = source.web(REGISTRY_URL);
        if (keyFile != null && source.text(REGISTRY_URL) == null) {
            source.problem(REGISTRY_URL, "must be set with " + ENROLMENT_KEY_FILE.key());
        }
        if (keyFile == null && source.text(REGISTRY_URL) != null) {
            source.problem(ENROLMENT_KEY_FILE, "must be set with " + REGISTRY_URL.key());
        }
        return keyFile == null || registry == null
                ? null
                : new EnrolmentSettings(registry, keyFile, data.resolve("keys"), passphraseFile);
    }

    private static @Nullable RootPin pin(SettingsSource source, NodeSetting setting, String thumbprint) {
        try {
            return new RootPin(thumbprint.strip());
        } catch (IllegalArgumentException e) {
            source.problem(setting, "must be a thumbprint: 43 characters of base64url");
            return null;
        }
    }

    private static String line(SettingsSource source, Path file) {
        try {
            if (Files.size(file) <= LONGEST_LINE) {
                return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            source.problem(TRUST_ROOT_FILE, "cannot be read: " + file);
        }
        return "";
    }
}
