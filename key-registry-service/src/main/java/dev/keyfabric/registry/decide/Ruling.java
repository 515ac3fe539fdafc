package dev.keyfabric.registry.decide;

import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.Problem;
import java.util.List;
import java.util.Optional;

/** What the rules say about one command, before it becomes an answer. */
sealed interface Ruling {
    /** Version of the subject afterwards; 0 = no such subject. */
    long version();

    /** Events; {@code secretHash} is valid from now on, when the command made a secret. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Applied(List<Change> changes, long version, Optional<byte[]> secretHash, List<Command> followUps)
            implements Ruling {}

    /** The subject is so already. */
    record NoEffect(long version) implements Ruling {}

    /** Nothing changes, for a reason the sender is told. */
    record Refused(Problem problem, long version) implements Ruling {}

    static Ruling applied(Change change, long version) {
        return new Applied(List.of(change), version, Optional.empty(), List.of());
    }

    static Ruling refused(Refusal refusal, String detail, long version) {
        return new Refused(refusal.because(detail), version);
    }

    static Ruling refused(Refusal refusal, String detail) {
        return refused(refusal, detail, 0);
    }
}
