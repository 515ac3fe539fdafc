package dev.keyfabric.registry.signingkeys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.key.CommandId;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.command.CommandGateway;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.Alarm;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.SigningKeys;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.receipt.Preference;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Outcome;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SigningKeyDraft;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.AuthorizationException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out an enrolment whose proof is good. An enrolment key is used up first, by the decider of its partition: of
 * two keys shown with it at once, at whatever instances, one is enrolled.
 */
final class Enrolling {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolling.class);

    private final CommandGateway gateway;
    private final Mutations mutations;
    private final Askers askers;
    private final EnrolmentKeys enrolmentKeys;
    private final Lookups lookups;
    private final SigningKeys signingKeys;
    private final AlarmCounts alarms;
    private final InstantSource clock;
    private final String trustRoot;

    Enrolling(
            CommandGateway gateway,
            Mutations mutations,
            Askers askers,
            EnrolmentKeys enrolmentKeys,
            Lookups lookups,
            SigningKeys signingKeys,
            AlarmCounts alarms,
            InstantSource clock,
            String trustRoot) {
        this.gateway = gateway;
        this.mutations = mutations;
        this.askers = askers;
        this.enrolmentKeys = enrolmentKeys;
        this.lookups = lookups;
        this.signingKeys = signingKeys;
        this.alarms = alarms;
        this.clock = clock;
        this.trustRoot = trustRoot;
    }

    /**
     * Enrols a key.
     *
     * @param status PREPARED or ACTIVE
     * @param body without faults
     */
    CompletionStage<HttpResponse<ObjectNode>> enrol(
            Applicant applicant, HttpRequest<?> request, VerifyingKey key, SigningKeyStatus status, JsonBody body) {
        SigningKeyDraft draft = draft(applicant, key);
        refuseAnothers(key.kid(), draft);
        if (applicant instanceof Applicant.Holder holder) {
            EnrolmentKey used = holder.key();
            Asker asker = asker(used, "enrol " + status + " " + key.kid(), Preference.waitSeconds(request));
            return use(used, key.kid()).thenCompose(done -> run(asker, key.kid(), draft, status, body));
        }
        Asker asker = askers.of(request, applicant.actor());
        return run(asker, key.kid(), draft, status, body);
    }

    private SigningKeyDraft draft(Applicant applicant, VerifyingKey key) {
        SigningKeyDraft.Builder draft = SigningKeyDraft.newBuilder()
                .setAlgorithm(key.algorithm().joseName())
                .setPublicJwk(key.toJwkText());
        if (applicant instanceof Applicant.Person person) {
            return draft.setUse(SigningUse.ADMIN)
                    .setOwner(person.actor())
                    .setServices(List.of())
                    .setRoles(person.roles())
                    .build();
        }
        var enrols = ((Applicant.Holder) applicant).key().enrols();
        return draft.setUse(enrols.getUse())
                .setOwner(enrols.getOwner())
                .setServices(enrols.getUse() == SigningUse.STAMP ? List.of(enrols.getOwner()) : enrols.getServices())
                .setRoles(List.of())
                .build();
    }

    /** Before anything is used up: the decider would refuse it afterwards. */
    private void refuseAnothers(String kid, SigningKeyDraft draft) {
        lookups.signingKey(kid)
                .filter(there ->
                        there.getUse() != draft.getUse() || !there.getOwner().equals(draft.getOwner()))
                .ifPresent(there -> {
                    throw new ProblemException(
                            Problem.of(409, "DUPLICATE", "this key is enrolled already, for something else"));
                });
    }

    private CompletionStage<?> use(EnrolmentKey key, String kid) {
        if (key.usedFor() != null) {
            return isUsedFor(key.usedFor(), kid);
        }
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.REVOKE_KEY)
                .setSubject(key.keyId())
                .setRouting(key.keyId())
                .setRevocationReason(RevocationReason.SUPERSEDED)
                .setComment(EnrolmentKeys.comment(kid));
        return gateway.submit(asker(key, "use", null), wish, List.of())
                .handle((done, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof ProblemException known
                            && known.problem().code().equals("IDEMPOTENCY_KEY_REUSED")) {
                        throw used();
                    }
                    if (failure != null) {
                        throw failure instanceof CompletionException wrapped
                                ? wrapped
                                : new CompletionException(failure);
                    }
                    return enrolmentKeys.usedFor(key.keyId());
                })
                // A key that was revoked meanwhile for another reason revokes again without effect.
                .thenCompose(usedFor -> isUsedFor(usedFor, kid));
    }

    private static CompletionStage<?> isUsedFor(@Nullable String usedFor, String kid) {
        if (usedFor == null) {
            return CompletableFuture.failedFuture(new AuthorizationException(null));
        }
        return usedFor.equals(kid) ? CompletableFuture.completedFuture(kid) : CompletableFuture.failedFuture(used());
    }

    private static ProblemException used() {
        return new ProblemException(Problem.of(
                409, "ENROLMENT_KEY_USED", "this enrolment key has enrolled another signing key; ask for a new one"));
    }

    private CompletionStage<HttpResponse<ObjectNode>> run(
            Asker asker, String kid, SigningKeyDraft draft, SigningKeyStatus status, JsonBody body) {
        // On a repeat too: the first try may have ended before it could raise the alarm.
        List<String> live = liveBeside(kid, draft);
        Command.Builder wish = Command.newBuilder()
                .setType(CommandType.ENROL_SIGNING_KEY)
                .setSubject(kid)
                .setRouting(kid)
                .setSigningKey(draft)
                .setSigningKeyStatus(status);
        return mutations.run(asker, wish, body, HttpStatus.CREATED, (done, subject) -> {
            if (done.result().getOutcome() == Outcome.APPLIED && !live.isEmpty()) {
                alarms.raise(new AlarmCounts.Raised(Alarm.ENROLLED_AGAIN, kid, null));
                LOG.warn(
                        "msg=an owner with a live key has enrolled another owner={} use={} kid={} live={} by={}",
                        draft.getOwner(),
                        draft.getUse(),
                        kid,
                        live,
                        asker.actor());
            }
            return json(subject);
        });
    }

    private ObjectNode json(Subject subject) {
        return SigningKeyJson.of(subject).put("trustRoot", trustRoot);
    }

    private List<String> liveBeside(String kid, SigningKeyDraft draft) {
        return signingKeys.all().stream()
                .filter(key -> key.owner().equals(draft.getOwner())
                        && key.use().name().equals(draft.getUse().name())
                        && (key.state() == KeyState.ACTIVE || key.state() == KeyState.PREPARED)
                        && (key.notAfter() == null || key.notAfter().isAfter(clock.instant()))
                        && !key.kid().equals(kid))
                .map(TrustedKey::kid)
                .toList();
    }

    /** The same key, the same step: the same command, however often it is tried. */
    private static Asker asker(EnrolmentKey key, String step, @Nullable Integer waitSeconds) {
        return new Asker(key.actor(), CommandId.derive(key.actor(), step), null, waitSeconds, null);
    }
}
