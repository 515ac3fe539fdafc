package dev.keyfabric.micronaut;

import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.validation.embedded.EmbeddedValidator;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Scopes;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.outward.OutwardRefusal;
import dev.keyfabric.validation.outward.RateLimitFields;
import dev.keyfabric.validation.token.TxnToken;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded validator as a gate. Whatever goes wrong here ends as {@code UNAVAILABLE}, in {@link #admit}. */
@Singleton
@Requires(property = EmbeddedBeans.ENABLED, value = "true")
@Requires(classes = EmbeddedValidator.class)
final class EmbeddedGate implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedGate.class);

    private final EmbeddedValidator validator;
    private final TokenVerifier tokens;

    EmbeddedGate(EmbeddedValidator validator, TokenVerifier tokens) {
        this.validator = validator;
        this.tokens = tokens;
    }

    @Override
    public Admission admit(HttpRequest<?> request, List<String> scopes) {
        try {
            return judged(request, scopes);
        } catch (Throwable e) { // the one place where a failure becomes a refusal
            LOG.error("scope failure={}", e.getClass().getName(), e);
            return turned((Denied) validator.refuse(Code.UNAVAILABLE));
        }
    }

    private Admission judged(HttpRequest<?> request, List<String> scopes) {
        if (scopes.size() > Scopes.MAX || !scopes.stream().allMatch(Scopes::isScope)) {
            throw new IllegalStateException("@RequiresScope names what is no scope, or too many: " + scopes);
        }
        Question question = new Question(
                validator.credential(request.getHeaders()::getAll),
                null,
                scopes,
                validator.clientIp(peer(request), request.getHeaders()::getAll));
        Verdict verdict = validator.judge(question);
        return verdict instanceof Valid valid
                ? new Admitted(caller(valid, context(valid, question, request)), limits(valid))
                : turned((Denied) verdict);
    }

    private static Map<String, String> limits(Valid valid) {
        return valid.limits() == null ? Map.of() : RateLimitFields.of(valid.limits());
    }

    private static @Nullable String peer(HttpRequest<?> request) {
        InetAddress address = request.getRemoteAddress().getAddress();
        return address == null ? null : address.getHostAddress();
    }

    private static VerifiedCaller caller(Valid valid, @Nullable CallContext context) {
        return new VerifiedCaller(
                valid.consumer().id(),
                valid.consumer().plan(),
                valid.key().id(),
                Set.copyOf(valid.key().scopes()),
                valid.key().environment().name().toLowerCase(Locale.ROOT),
                context);
    }

    /** Null where this node has no key that may sign for the service: then nothing is stamped. */
    private @Nullable CallContext context(Valid valid, Question question, HttpRequest<?> request) {
        return validator.token(valid, question) instanceof TxnToken token
                        && tokens.verifyTxnToken(token.compact()) instanceof VerifiedToken<TxnClaims> verified
                ? CallContext.of(verified, request.getHeaders().get("traceparent"))
                : null;
    }

    private static Turned turned(Denied denied) {
        OutwardRefusal refusal = OutwardRefusal.of(denied);
        MutableHttpResponse<byte[]> response = HttpResponse.<byte[]>status(HttpStatus.valueOf(refusal.status()))
                .body(refusal.body())
                .contentType(new MediaType(OutwardRefusal.CONTENT_TYPE));
        refusal.headers().forEach(response::header);
        return new Turned(response);
    }
}
