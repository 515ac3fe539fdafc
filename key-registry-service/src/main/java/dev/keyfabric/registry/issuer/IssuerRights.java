package dev.keyfabric.registry.issuer;

import dev.keyfabric.registry.command.CommandPositions;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.registry.login.IssuerBounds;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.readmodel.SubjectKind;
import dev.keyfabric.schemas.event.CommandResult;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.KeyState;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do with keys who is no more than an issuer: what its token binds it to, and nothing else. A key that is none of its
 * business is to it as one that is not there.
 */
@Singleton
public final class IssuerRights {
    private static final String UNKNOWN = "there is no such key";

    private final Lookups lookups;

    IssuerRights(Lookups lookups) {
        this.lookups = lookups;
    }

    /**
     * Checks an issue.
     *
     * @param keyId the key that is there already when the request is a repeat
     * @throws ProblemException 403 when such a key is not the caller's to issue, 404 when it was, and is not any more: a
     *     repeat makes another secret of it
     */
    public void checkIssue(Authentication who, String consumerId, KeyDraft draft, String keyId) {
        if (has(who, Roles.ADMIN)) {
            return;
        }
        if (draft.getEnrols() != null || !covers(who, consumerId, draft.getAudiences())) {
            throw forbidden("an issuer issues keys of the consumers, and for the services, that it is bound to");
        }
        if (lookups.subject(SubjectKind.KEY, keyId)
                .filter(key -> !mayRead(who, key))
                .isPresent()) {
            throw new ProblemException(Problem.notFound(UNKNOWN));
        }
    }

    /**
     * Checks a change of a key that is there.
     *
     * @param draft what it shall be, or null when the change is of another kind
     * @throws ProblemException 404 when the key is not the caller's, 403 when it would not be any more
     */
    public void checkChange(Authentication who, String keyId, @Nullable KeyDraft draft) {
        if (has(who, Roles.ADMIN)) {
            return;
        }
        KeyState key = lookups.subject(SubjectKind.KEY, keyId)
                .flatMap(IssuerRights::readable)
                .filter(state -> isOwn(who, state))
                .orElseThrow(() -> new ProblemException(Problem.notFound(UNKNOWN)));
        if (draft != null && draft.getAudiences() != null && !covers(who, key.getConsumerId(), draft.getAudiences())) {
            throw forbidden("an issuer changes keys within the services that it is bound to");
        }
    }

    /** Whether somebody may read every key, those too that enrol. */
    public boolean seesAll(Authentication who) {
        return has(who, Roles.ADMIN) || has(who, Roles.AUDITOR);
    }

    /** Whether a key may be shown. */
    public boolean mayRead(Authentication who, Subject key) {
        return seesAll(who) || readable(key).filter(state -> isOwn(who, state)).isPresent();
    }

    /** Whether what a command did may be shown: to an issuer, what was done to a key that may be shown to it. */
    public boolean mayRead(Authentication who, CommandResult done) {
        return seesAll(who)
                || CommandPositions.kindOf(done.getType())
                        .filter(kind -> kind == SubjectKind.KEY)
                        .flatMap(kind -> lookups.subject(kind, done.getSubject()))
                        .filter(key -> mayRead(who, key))
                        .isPresent();
    }

    /**
     * Checks a list of the keys of a consumer, or of all when it is null.
     *
     * @throws ProblemException 403 unless the list is of one consumer that an issuer is bound to, and of all its keys
     */
    public void checkList(Authentication who, @Nullable String consumerId) {
        if (seesAll(who)) {
            return;
        }
        IssuerBounds bounds = IssuerBounds.of(who);
        if (consumerId == null || bounds.audiences() != null || !bounds.cover(consumerId, List.of())) {
            throw forbidden("an issuer lists the keys of a consumer that it is bound to: ?consumerId=");
        }
    }

    private static boolean isOwn(Authentication who, KeyState key) {
        return key.getEnrols() == null && covers(who, key.getConsumerId(), key.getAudiences());
    }

    private static boolean covers(Authentication who, String consumerId, @Nullable List<String> audiences) {
        return has(who, Roles.ISSUER)
                && IssuerBounds.of(who).cover(consumerId, audiences == null ? List.of() : audiences);
    }

    private static Optional<KeyState> readable(Subject key) {
        return key.status().equals(Subject.UNREADABLE) ? Optional.empty() : Optional.ofNullable(key.key());
    }

    private static boolean has(Authentication who, String role) {
        return who.getRoles().contains(role);
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(403, "FORBIDDEN", detail));
    }
}
