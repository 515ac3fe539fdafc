package dev.keyfabric.validation;

import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.security.Happening;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.view.Note;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a node tells the fabric of: refusals, by their exact code, and what its view finds wrong on the topics. */
final class Happenings {
    /** No matter of security: yes, and what says something about this node alone. */
    private static final Set<Code> UNTOLD = EnumSet.of(Code.VALID, Code.NOT_READY, Code.STALE, Code.UNAVAILABLE);

    private Happenings() {}

    static Optional<Happening> of(String door, Verdict verdict, @Nullable String clientIp) {
        return UNTOLD.contains(verdict.code())
                ? Optional.empty()
                : Optional.of(new Happening(
                        SecurityEventType.CREDENTIAL_REFUSED,
                        verdict.code().name(),
                        door,
                        null,
                        verdict.keyId(),
                        shown(clientIp),
                        null,
                        null));
    }

    static Happening of(Note note) {
        return new Happening(
                SecurityEventType.RECORD_SUSPECT,
                note.incident().name(),
                null,
                null,
                note.subject(),
                null,
                note.cause(),
                note.detail().isEmpty() ? null : note.detail());
    }

    /** An address as this build spells it; a text that is none is whatever a stranger sent. */
    private static @Nullable String shown(@Nullable String clientIp) {
        return clientIp == null
                ? null
                : IpAddress.parse(clientIp).map(IpAddress::toString).orElse(null);
    }
}
