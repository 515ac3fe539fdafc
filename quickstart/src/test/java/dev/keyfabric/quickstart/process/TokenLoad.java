package dev.keyfabric.quickstart.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyfabric.context.token.TokenVerdict;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.quickstart.story.HttpJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Asks for tokens without a pause, checks each at once as a library does, and again some seconds later. */
public final class TokenLoad implements AutoCloseable {
    private static final int KEPT = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<HttpJson.Answer> mint;
    private final TokenVerifier verifier;
    private final CompletableFuture<Tally> run;
    private volatile boolean stopping;

    /**
     * What came of it.
     *
     * @param refusals of tokens, or of requests for one
     * @param signers kids that signed
     */
    public record Tally(List<String> refusals, Set<String> signers, long checked, long checkedAgain) {}

    private TokenLoad(Supplier<HttpJson.Answer> mint, TokenVerifier verifier) {
        this.mint = mint;
        this.verifier = verifier;
        this.run = CompletableFuture.supplyAsync(this::run);
    }

    public static TokenLoad start(Supplier<HttpJson.Answer> mint, TokenVerifier verifier) {
        return new TokenLoad(mint, verifier);
    }

    /** The {@code kid} in a token's header. */
    public static String kid(String token) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))))
                    .get("kid")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Tally stop() {
        stopping = true;
        return run.join();
    }

    @Override
    public void close() {
        stop();
    }

    private Tally run() {
        List<String> refusals = new ArrayList<>();
        Set<String> signers = new HashSet<>();
        Deque<String> earlier = new ArrayDeque<>();
        long checked = 0;
        long checkedAgain = 0;
        while (!stopping && refusals.size() < 10) {
            HttpJson.Answer answer = mint.get();
            if (answer.status() != 200 || !answer.body().hasNonNull("token")) {
                refusals.add(
                        "no token: " + answer.status() + " " + answer.body().path("code"));
                continue;
            }
            String token = answer.body().get("token").asText();
            signers.add(kid(token));
            check(token, refusals);
            checked++;
            earlier.add(token);
            if (earlier.size() > KEPT) {
                check(earlier.remove(), refusals);
                checkedAgain++;
            }
        }
        return new Tally(refusals, signers, checked, checkedAgain);
    }

    private void check(String token, List<String> refusals) {
        TokenVerdict<TxnClaims> verdict = verifier.verifyTxnToken(token);
        if (verdict instanceof TokenVerdict.Refused<TxnClaims> refused) {
            refusals.add(refused.reason() + " kid=" + kid(token));
        }
    }
}
