package dev.keyfabric.validation.settings;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a node comes by a signing key of its own.
 *
 * @param registry where keys are enrolled
 * @param keyFile holds an enrolment key, or will
 * @param folder of the private halves
 * @param passphraseFile whose content seals them; null = they are protected by their mode alone
 */
public record EnrolmentSettings(
        URI registry, Path keyFile, Path folder, @Nullable Path passphraseFile) {}
