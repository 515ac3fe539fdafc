package dev.keyfabric.validation;

import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.token.ServiceClaims;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Judge;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validation.token.Exchange;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.NodeKey;
import dev.keyfabric.validation.token.TokenExchange;
import dev.keyfabric.validation.token.TokenMint;
import dev.keyfabric.validation.trust.ListedTopic;
import dev.keyfabric.validation.trust.ViewTopicPolicies;
import dev.keyfabric.validation.trust.ViewTrustedKeys;
import dev.keyfabric.validation.view.FabricView;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.ServiceRecord;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is trusted, by what policies, and what this node signs: the library's ports over the view, and the tokens. All of
 * it refuses, or says that it is unavailable, while the node may not answer or was told of no root. Safe for many
 * threads; nothing waits.
 */
public final class Identity {
    private final boolean rooted;
    private final Judge judge;
    private final NodeKey nodeKey;
    private final ViewTrustedKeys trustedKeys;
    private final ViewTopicPolicies topicPolicies;
    private final ViewKeyStates keyStates;
    private final TokenMint mint;
    private final TokenExchange exchange;
    private final TokenVerifier serviceTokens;

    Identity(
            EngineSettings settings,
            FabricView view,
            Judge judge,
            Standings standings,
            NodeKey nodeKey,
            TimeSource time) {
        this.rooted = settings.root() != null;
        this.judge = judge;
        this.nodeKey = nodeKey;
        this.trustedKeys = new ViewTrustedKeys(view, () -> fault() == null);
        this.topicPolicies = new ViewTopicPolicies(view, () -> fault() == null);
        this.keyStates = new ViewKeyStates(standings, () -> judge.nodeFault(null) == null);
        TokenMint.Services services = service -> mayHaveTokens(view, service);
        this.mint = new TokenMint(settings.tokens(), nodeKey, services, time, new SecureRandom());
        this.exchange = new TokenExchange(
                settings.tokens().trustDomain(), trustedKeys, keyStates, nodeKey, services, mint, time);
        this.serviceTokens = new TokenVerifier(settings.tokens().trustDomain(), trustedKeys, time.wall());
    }

    /** The keys that are trusted now. */
    public TrustedKeys trustedKeys() {
        return trustedKeys;
    }

    /** What has become of API keys. */
    public KeyStates keyStates() {
        return keyStates;
    }

    /** What topics demand of stamps. */
    public TopicPolicies topicPolicies() {
        return topicPolicies;
    }

    /** Why nothing can be said of keys and policies: NOT_READY, STALE, UNAVAILABLE (no root is pinned), or null. */
    public @Nullable Code fault() {
        return rooted ? judge.nodeFault(null) : Code.UNAVAILABLE;
    }

    /** Every enrolled key, in order of kids; the same list while nothing has changed. Heed {@link #fault()} after it. */
    public List<TrustedKey> allKeys() {
        return trustedKeys.all();
    }

    /**
     * Every stamped topic, in order of names; the same list while nothing has changed. Empty while a service cannot be
     * read that may have named others. As {@link #allKeys()}.
     */
    public Optional<List<ListedTopic>> allTopics() {
        return topicPolicies.all();
    }

    /** The services that this node's key may name now; empty when it has no key that may sign. */
    public Optional<Set<String>> services() {
        return nodeKey.usable().map(NodeKey.Usable::services);
    }

    /** A Txn-Token for a question that was answered with yes. Never throws. */
    public Minting token(Valid verdict, Question question) {
        return fault() == null ? mint.mint(verdict, question) : Minting.Refused.NO_KEY;
    }

    /**
     * A Txn-Token of another's for one of the asking service, whose own staleness bound counts. Never throws; see
     * {@link TokenExchange#exchange}.
     */
    public Exchange exchange(String subject, String service, @Nullable List<String> scopes) {
        return rooted && judge.nodeFault(service) == null
                ? exchange.exchange(subject, service, scopes)
                : new Exchange.Refused(Exchange.Fault.UNAVAILABLE, "This node cannot answer now.");
    }

    /**
     * The service that proves itself by a service JWT (docs/contract/identity.md, section 4); empty when it does not.
     *
     * @param callee whom the token must be meant for
     */
    public Optional<String> caller(String token, String callee) {
        return rooted
                        && serviceTokens.verifyServiceToken(token, callee)
                                instanceof VerifiedToken<ServiceClaims> verified
                ? Optional.of(verified.claims().caller())
                : Optional.empty();
    }

    private static boolean mayHaveTokens(FabricView view, String service) {
        Held<ServiceRecord> held = view.service(service);
        return held == null || held.usable() != null;
    }
}
