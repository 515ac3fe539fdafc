package dev.keyfabric.context.enrol;

import dev.keyfabric.context.trust.KeyUse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a service's or node's own signing keys are kept and how they come to be.
 *
 * @param folder of the private halves, for nobody but their owner; made if it is not there
 * @param enrolmentKeyFile holds an enrolment key; another content asks for the next signing key
 * @param use that the keys must have been enrolled for; others are not signed with
 * @param passphraseFile whose content seals the key files; null for files protected by their mode alone
 */
public record OwnKeySettings(
        Path folder,
        Path enrolmentKeyFile,
        KeyUse use,
        @Nullable Path passphraseFile) {}
