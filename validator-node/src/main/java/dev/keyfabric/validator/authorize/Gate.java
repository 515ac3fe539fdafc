package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.outward.RequestIds;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.policy.TokenWish;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validator.edge.Lateness;
import dev.keyfabric.validator.node.Verdicts;
import dev.keyfabric.validator.node.Verdicts.Door;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for proxies, whichever protocol they speak: policy, verdict, token. Whatever fails while a request is read or
 * judged ends as {@link Code#UNAVAILABLE}, in {@link #decide} and nowhere else.
 */
@Singleton
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final ValidationEngine engine;
    private final Verdicts verdicts;
    private final NodeSettings settings;
    private final RequestIds ids;
    private final Lateness lateness;

    Gate(ValidationEngine engine, Verdicts verdicts, NodeSettings settings, RequestIds ids, Lateness lateness) {
        this.ids = ids;
        this.lateness = lateness;
        this.engine = engine;
        this.verdicts = verdicts;
        this.settings = settings;
    }

    /** The decision about what a reader finds in a request; counted. Never throws. */
    public Decision decide(Door door, Supplier<Asked> reader) {
        long begun = verdicts.begin();
        String clientIp = null;
        Decision decision;
        try {
            Asked asked = reader.get();
            clientIp = asked.clientIp();
            decision = decision(asked);
        } catch (Throwable e) { // the one place where a failure of a proxy's door becomes a refusal
            LOG.error("gate door={} failure={}", door, e.getClass().getName(), e);
            decision = unavailable();
        }
        Verdict verdict = verdicts.counted(door, decision.verdict(), clientIp, begun);
        if (!(verdict instanceof Valid)) {
            LOG.debug("refused instance={} code={} key={}", decision.id(), verdict.code(), verdict.keyId());
        }
        return decision;
    }

    /** The refusal of a door that cannot say what was decided; not counted. */
    public Decision unavailable() {
        return decided(engine.refuse(Code.UNAVAILABLE), null, false);
    }

    private Decision decision(Asked asked) {
        Policy policy = asked.policy();
        if (lateness.isBehind()) {
            return decided(engine.refuse(Code.UNAVAILABLE), null, policy != null && policy.nginx());
        }
        if (policy == null || (policy.audience() == null && settings.service() == null)) {
            return decided(engine.refuse(Code.POLICY_INVALID), null, policy != null && policy.nginx());
        }
        Question question = new Question(asked.credential(), policy.audience(), policy.scopes(), asked.clientIp());
        Verdict verdict = engine.judge(question);
        return verdict instanceof Valid valid && policy.token() != TokenWish.LEFT_OUT
                ? withToken(valid, question, policy)
                : decided(verdict, null, policy.nginx());
    }

    private Decision withToken(Valid valid, Question question, Policy policy) {
        Minting minting = engine.identity().token(valid, question);
        if (minting instanceof TxnToken token) {
            return decided(valid, token, policy.nginx());
        }
        if (policy.token() != TokenWish.DEMANDED) {
            return decided(valid, null, policy.nginx());
        }
        Code code = minting == Minting.Refused.NOT_BOUND ? Code.POLICY_INVALID : Code.UNAVAILABLE;
        return decided(engine.refuse(code), null, policy.nginx());
    }

    private Decision decided(Verdict verdict, @Nullable TxnToken token, boolean nginx) {
        return new Decision(verdict, token, nginx, verdict instanceof Valid ? null : ids.next());
    }
}
