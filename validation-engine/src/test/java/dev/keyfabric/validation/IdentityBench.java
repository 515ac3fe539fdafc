package dev.keyfabric.validation;

import static dev.keyfabric.validation.Events.consumer;
import static dev.keyfabric.validation.Events.current;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.follower.FollowerSettings;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.judge.Judge;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.judge.Question;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.token.Minting;
import dev.keyfabric.validation.token.NodeKey;
import dev.keyfabric.validation.token.TokenSettings;
import dev.keyfabric.validation.token.TxnToken;
import dev.keyfabric.validation.view.ViewBench;
import dev.keyfabric.validation.view.ViewLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The identity of a node {@code n1} over a view that is written by hand, with a good key and a signing key. */
public final class IdentityBench implements AutoCloseable {
    public static final String OWNER = "acme";
    public static final String KEY_ID = Events.keyId(OWNER, "c1");
    public static final Duration BOUND = Duration.ofHours(24);

    public final ViewBench bench = new ViewBench();
    public final ApiKey secret = Events.apiKey();
    public SigningKey own = SigningKey.generate(new SecureRandom());
    public Code fault;
    public final Identity identity;
    public final TokenVerifier verifier;
    private final Judge judge;
    private long version = 1;

    public IdentityBench() {
        this("orders", Duration.ZERO);
    }

    public IdentityBench(String service, Duration reuse) {
        bench.tickAll();
        bench.consumer(OWNER, consumer(OWNER, 1, c -> {}));
        give(k -> {});
        JudgeSettings judging = new JudgeSettings(service, JudgeSettings.BOTH, BOUND, KeyPrefixes.DEFAULT);
        EngineSettings settings = new EngineSettings(
                "n1",
                bench.folder,
                Map.of(),
                TopicNames.DEFAULT,
                judging,
                Duration.ZERO,
                new ViewLimits(16, 0),
                FollowerSettings.OUTDATED_AFTER,
                Duration.ZERO,
                1,
                "test",
                bench.root.pin(),
                TestLimits.SETTINGS,
                new TokenSettings("test.domain", service, reuse));
        ForwardClock clock =
                new ForwardClock(bench.time.source().wall(), () -> bench.view().brokerTime());
        judge = new Judge(bench.view(), () -> fault, clock, judging, TestLimits.NONE);
        NodeKey nodeKey = new NodeKey(bench.view(), "n1", bench.time.source().wall());
        nodeKey.from(() -> Optional.ofNullable(own));
        identity = new Identity(
                settings, bench.view(), judge, new Standings(bench.view(), judge, clock), nodeKey, bench.time.source());
        verifier = new TokenVerifier(
                "test.domain", identity.trustedKeys(), bench.time.source().wall());
    }

    /** Writes the good key anew. */
    public void give(Consumer<KeyState.Builder> change) {
        version++;
        bench.key(KEY_ID, Events.key(KEY_ID, OWNER, version, k -> {
            k.setSecrets(List.of(current(secret))).setScopes(List.of("orders:write", "orders:read"));
            change.accept(k);
        }));
    }

    /** Enrols the node's own key, or writes it anew. */
    public void enrol(Consumer<SigningKeyState.Builder> change) {
        version++;
        bench.signingKey(own.kid(), Events.signingKey(own.publicKey(), "n1", version, change));
    }

    public Question question(String audience, String... scopes) {
        return new Question(Credential.of(secret.reveal()), audience, List.of(scopes), "10.1.2.3");
    }

    public Minting mint(Question question) {
        return identity.token((Valid) judge.decide(question), question);
    }

    public TxnToken token(Question question) {
        return (TxnToken) mint(question);
    }

    /** What the library takes a token for, or null. */
    public TxnClaims claims(TxnToken token) {
        TokenVerdict<TxnClaims> verdict = verifier.verifyTxnToken(token.compact());
        return verdict instanceof VerifiedToken<TxnClaims> verified ? verified.claims() : null;
    }

    public List<TxnToken> tokens(int count, Question question) {
        List<TxnToken> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tokens.add(token(question));
        }
        return tokens;
    }

    @Override
    public void close() {
        bench.close();
    }
}
