package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.schemas.event.Enrolment;
import org.jspecify.annotations.Nullable;

/**
 * An enrolment key that was shown and is good, by what is known of it; the key itself is not kept.
 *
 * @param enrols what it may enrol
 * @param usedFor the kid that it has enrolled already, which alone it may enrol again; null while it was not used
 */
record EnrolmentKey(
        String keyId, Enrolment enrols, @Nullable String usedFor) {
    /** Who enrols with it, in the records of what it did. */
    String actor() {
        return "enrolment:" + keyId;
    }
}
