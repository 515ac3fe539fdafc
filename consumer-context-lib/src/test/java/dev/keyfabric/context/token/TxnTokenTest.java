package dev.keyfabric.context.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Forge;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.text.Base64Url;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TxnTokenTest {
    private final Tokens tokens = new Tokens();
    private final String good = tokens.issuer.issue(Tokens.txn());

    @Test
    void whatIsIssuedIsVerifiedWithEveryClaim() {
        TokenVerdict<TxnClaims> verdict = tokens.verifier.verifyTxnToken(good);
        assertThat(verdict).isInstanceOf(VerifiedToken.class);
        VerifiedToken<TxnClaims> token = (VerifiedToken<TxnClaims>) verdict;
        assertThat(token.claims()).isEqualTo(Tokens.txn());
        assertThat(token.claims().scopes()).containsExactly("orders:write", "orders:read");
        assertThat(token.signer().owner()).isEqualTo("node-1");
        assertThat(token.compact()).isEqualTo(good);
    }

    @Test
    void thePayloadIsTheOneOfTheContract() throws Exception {
        assertThat(new String(Base64Url.decode(good.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                .isEqualTo("{\"iss\":\"shop.example\",\"aud\":\"shop.example\",\"iat\":1795262400,\"exp\":1795262700,"
                        + "\"sub\":\"acme\",\"scope\":\"orders:write orders:read\",\"txn\":\"" + Tokens.TXN
                        + "\",\"req_wl\":\"orders\",\"tctx\":{\"plan\":\"gold\",\"key_id\":\"" + Tokens.KEY_ID
                        + "\",\"env\":\"live\"},\"rctx\":{\"req_ip\":\"203.0.113.7\",\"authn\":\"api_key\"}}");
        assertThat(new String(Base64Url.decode(good.split("\\.", -1)[0]), StandardCharsets.UTF_8))
                .isEqualTo(Forge.header(tokens.signing, "txntoken+jwt"));
    }

    @Test
    void everyCharacterChangedIsRefusedThoughTheGoodOneIsRemembered() {
        accepted();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int at = 0; at < good.length(); at++) {
            int value = alphabet.indexOf(good.charAt(at));
            for (int bit = 0; bit < 6; bit++) {
                char c = value < 0 ? alphabet.charAt(bit) : alphabet.charAt(value ^ 1 << bit);
                String bad = good.substring(0, at) + c + good.substring(at + 1);
                assertThat(tokens.verifier.verifyTxnToken(bad)).isInstanceOf(TokenVerdict.Refused.class);
            }
        }
    }

    /** The edges: iat − 60 s to exp + 60 s, the end excluded. */
    @ParameterizedTest
    @CsvSource({"-61, TOKEN_NOT_YET_VALID", "-60,", "0,", "299,", "359,", "360, TOKEN_EXPIRED", "86400, TOKEN_EXPIRED"})
    void aTokenServesForItsLifeTheSkewAllowed(long seconds, Refusal expected) {
        Instant at = Tokens.NOW.plusSeconds(seconds);
        tokens.clock.set(at);
        assertThat(reason(tokens.verifier.verifyTxnToken(good))).isEqualTo(expected);
        assertThat(reason(tokens.verifier.verifyTxnToken(
                        good.getBytes(StandardCharsets.US_ASCII), Moment.ofRecord(at, at.plusSeconds(9_999)))))
                .isEqualTo(expected);
    }

    @Test
    void inARecordTheTokenIsJudgedAtTheTimeOfTheRecordNotAtTheReaders() {
        tokens.clock.set(Tokens.NOW.plusSeconds(1_000_000));
        assertThat(reason(tokens.verifier.verifyTxnToken(good))).isEqualTo(Refusal.TOKEN_EXPIRED);
        Moment recorded = Moment.ofRecord(Tokens.NOW, Tokens.NOW.plusSeconds(1));
        assertThat(reason(tokens.verifier.verifyTxnToken(good, recorded))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss", "aud", "iat", "exp", "sub", "scope", "txn", "req_wl", "tctx", "rctx", "key_id", "env", "authn"
            })
    void aTokenWithoutAClaimIsRefused(String claim) throws Exception {
        assertThat(forged("\"" + claim + "\":", "\"x" + claim + "\":")).isEqualTo(Refusal.CLAIM_MISSING);
    }

    static Stream<String[]> malformed() {
        return Stream.of(
                new String[] {"\"iat\":1795262400", "\"iat\":1795262400.0"},
                new String[] {"\"iat\":1795262400", "\"iat\":\"1795262400\""},
                new String[] {"\"exp\":1795262700", "\"exp\":1e400"},
                new String[] {"\"exp\":1795262700", "\"exp\":1.7952627e9"},
                new String[] {"\"exp\":1795262700", "\"exp\":null"},
                new String[] {"\"exp\":1795262700", "\"exp\":1795262400"},
                new String[] {"\"exp\":1795262700", "\"exp\":-9223372036854775808"},
                new String[] {"\"iat\":1795262400,\"exp\":1795262700", "\"iat\":-62167219300,\"exp\":-62167219200"},
                new String[] {
                    "\"iat\":1795262400,\"exp\":1795262700", "\"iat\":-31557014167219200,\"exp\":-31557014167219100"
                },
                new String[] {"\"iss\":\"shop.example\"", "\"iss\":[\"shop.example\"]"},
                new String[] {"\"aud\":\"shop.example\"", "\"aud\":[\"shop.example\"]"},
                new String[] {"\"sub\":\"acme\"", "\"sub\":\"\""},
                new String[] {"\"sub\":\"acme\"", "\"sub\":\"acme \""},
                new String[] {"\"sub\":\"acme\"", "\"sub\":\"../acme\""},
                new String[] {"\"scope\":\"orders:write orders:read\"", "\"scope\":\"orders:write  orders:read\""},
                new String[] {"\"scope\":\"orders:write orders:read\"", "\"scope\":\"a a\""},
                new String[] {"\"scope\":\"orders:write orders:read\"", "\"scope\":[\"a\"]"},
                new String[] {"\"scope\":\"orders:write orders:read\"", "\"scope\":\"a\\nb\""},
                new String[] {Tokens.TXN.toString(), "019ab000-0000-4000-8000-00000000002a"},
                new String[] {Tokens.TXN.toString(), "019AB000-0000-7000-8000-00000000002A"},
                new String[] {Tokens.TXN.toString(), "19ab000-0-7000-8000-2a"},
                new String[] {"\"req_wl\":\"orders\"", "\"req_wl\":\"orders payments\""},
                new String[] {Tokens.KEY_ID.text(), "key_x"},
                new String[] {"\"env\":\"live\"", "\"env\":\"prod\""},
                new String[] {"\"authn\":\"api_key\"", "\"authn\":\"none\""},
                new String[] {"\"plan\":\"gold\"", "\"plan\":7"},
                new String[] {"\"req_ip\":\"203.0.113.7\"", "\"req_ip\":\"a\\u0000b\""},
                new String[] {"\"tctx\":{", "\"act\":{\"sub\":\"orders\"},\"tctx\":{"},
                new String[] {"\"tctx\":{", "\"act\":\"service:orders\",\"tctx\":{"});
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aClaimThatIsNotWellFormedIsRefusedThoughItIsSigned(String from, String to) throws Exception {
        assertThat(forged(from, to)).isEqualTo(Refusal.CLAIM_MALFORMED);
    }

    @Test
    void aPayloadThatIsNotStrictJsonIsRefusedThoughItIsSigned() throws Exception {
        assertThat(forged("\"sub\":\"acme\"", "\"sub\":\"acme\",\"sub\":\"acme\""))
                .isEqualTo(Refusal.MALFORMED);
        assertThat(forged("\"sub\":\"acme\"", "\"sub\":\"acme\",\"x\":[[[[[[[[]]]]]]]]"))
                .isEqualTo(Refusal.MALFORMED);
        String header = Forge.header(tokens.signing, "txntoken+jwt");
        for (String payload : List.of("", "[]", "null", "\"x\"", "{")) {
            assertThat(reason(tokens.verifier.verifyTxnToken(Forge.signed(tokens.signing, header, payload))))
                    .isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    void aTokenThatWouldLiveLongerThanFiveMinutesIsRefused() throws Exception {
        assertThat(forged("\"exp\":1795262700", "\"exp\":1795262701")).isEqualTo(Refusal.LIFETIME_TOO_LONG);
        assertThat(forged("\"exp\":1795262700", "\"exp\":99999999999")).isEqualTo(Refusal.LIFETIME_TOO_LONG);
    }

    @Test
    void aTokenOfAnotherTrustDomainIsRefused() {
        assertThat(reason(tokens.verifier.verifyTxnToken(
                        tokens.issuer.issue(Tokens.txn("other.example", "orders", null)))))
                .isEqualTo(Refusal.WRONG_ISSUER);
    }

    @Test
    void aTokenWhoseAudienceIsNotItsIssuerIsRefused() throws Exception {
        assertThat(forged("\"aud\":\"shop.example\"", "\"aud\":\"other.example\""))
                .isEqualTo(Refusal.WRONG_AUDIENCE);
    }

    @Test
    void aValidatorCannotSpeakForAServiceOfAnotherHost() {
        assertThat(reason(tokens.verifier.verifyTxnToken(
                        tokens.issuer.issue(Tokens.txn(Tokens.DOMAIN, "payments", null)))))
                .isEqualTo(Refusal.KEY_NOT_BOUND);
        assertThat(reason(tokens.verifier.verifyTxnToken(
                        tokens.issuer.issue(Tokens.txn(Tokens.DOMAIN, "orders", new Actor("payments", null))))))
                .isEqualTo(Refusal.KEY_NOT_BOUND);
    }

    @Test
    void aTokenExchangedForAServiceIsThatServicesEvidence() {
        Actor actor = new Actor("orders", new Actor("edge", null));
        TxnClaims claims = Tokens.txn(Tokens.DOMAIN, "gateway", actor);
        TokenVerdict<TxnClaims> verdict = tokens.verifier.verifyTxnToken(tokens.issuer.issue(claims));
        assertThat(((VerifiedToken<TxnClaims>) verdict).claims()).isEqualTo(claims);
        assertThat(claims.bearer()).isEqualTo("orders");
        assertThat(Tokens.txn().bearer()).isEqualTo("orders");
    }

    @Test
    void whatMayBeAbsentMayBeAbsent() {
        TxnClaims bare = new TxnClaims(
                Tokens.DOMAIN,
                Tokens.NOW,
                Tokens.NOW.plusSeconds(1),
                Tokens.TXN,
                "acme",
                Tokens.scopes(),
                "orders",
                null,
                Tokens.KEY_ID,
                "test",
                null,
                TxnClaims.API_KEY,
                null);
        TokenVerdict<TxnClaims> verdict = tokens.verifier.verifyTxnToken(tokens.issuer.issue(bare));
        assertThat(((VerifiedToken<TxnClaims>) verdict).claims()).isEqualTo(bare);
    }

    @Test
    void aClaimThatWeDoNotKnowIsIgnored() throws Exception {
        assertThat(forged("\"sub\":\"acme\"", "\"sub\":\"acme\",\"future\":{\"a\":[1.5]}"))
                .isNull();
    }

    @Test
    void theSignatureOfATokenIsCheckedOnce() {
        for (int i = 0; i < 100; i++) {
            accepted();
        }
        assertThat(tokens.verifier.signaturesChecked()).isEqualTo(1);
        tokens.verifier.verifyTxnToken(good + "A");
        tokens.verifier.verifyTxnToken(good + "A");
        assertThat(tokens.verifier.signaturesChecked()).isEqualTo(3);
    }

    @Test
    void aTaintCountsForATokenThatIsRemembered() {
        accepted();
        tokens.knows(KeyUse.TXN, KeyState.TAINTED, Tokens.NOW.plusSeconds(10));
        tokens.clock.set(Tokens.NOW.plusSeconds(10));
        assertThat(reason(tokens.verifier.verifyTxnToken(good))).isEqualTo(Refusal.KEY_TAINTED);
        Moment before = Moment.ofRecord(Tokens.NOW, Tokens.NOW.plusSeconds(9));
        assertThat(reason(tokens.verifier.verifyTxnToken(good, before))).isNull();
        tokens.knows(KeyUse.TXN, KeyState.REVOKED, null);
        assertThat(reason(tokens.verifier.verifyTxnToken(good, before))).isEqualTo(Refusal.KEY_REVOKED);
    }

    @Test
    void aRefusedKeyMakesItsTokenForgotten() {
        accepted();
        tokens.knows(KeyUse.TXN, KeyState.REVOKED, null);
        tokens.verifier.verifyTxnToken(good);
        tokens.knows(KeyUse.TXN, KeyState.ACTIVE, null);
        accepted();
        assertThat(tokens.verifier.signaturesChecked()).isEqualTo(2);
    }

    @Test
    void aRememberedTokenIsRefusedWhenItsKeyIsGoneOrCannotBeAskedForOrHasAnotherUse() {
        accepted();
        tokens.available = false;
        assertThat(reason(tokens.verifier.verifyTxnToken(good))).isEqualTo(Refusal.KEYS_UNAVAILABLE);
        tokens.available = true;
        accepted();
        tokens.knows(KeyUse.STAMP, KeyState.ACTIVE, null);
        assertThat(reason(tokens.verifier.verifyTxnToken(good))).isEqualTo(Refusal.KEY_WRONG_USE);
        tokens.known.clear();
        assertThat(reason(tokens.verifier.verifyTxnToken(good))).isEqualTo(Refusal.KEY_UNKNOWN);
    }

    @Test
    void aKeyOfAnotherUseIsRefusedBeforeItsSignatureIsLookedAt() {
        tokens.knows(KeyUse.STAMP, KeyState.ACTIVE, null);
        String unsigned = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86);
        assertThat(reason(tokens.verifier.verifyTxnToken(unsigned))).isEqualTo(Refusal.KEY_WRONG_USE);
    }

    @Test
    void aPortThatThrowsIsARefusal() {
        TokenVerifier broken = new TokenVerifier(
                Tokens.DOMAIN,
                kid -> {
                    throw new IllegalStateException("a port that fails");
                },
                () -> Tokens.NOW);
        assertThat(reason(broken.verifyTxnToken(good))).isEqualTo(Refusal.KEYS_UNAVAILABLE);
    }

    @Test
    void nothingThatIsPrintedHoldsTheToken() {
        String signature = good.substring(good.lastIndexOf('.') + 1);
        assertThat(tokens.verifier.verifyTxnToken(good).toString())
                .doesNotContain(signature)
                .contains("not shown");
    }

    @Test
    void whatATokenSaysOfItselfCanBeReadWithoutBelievingIt() throws Exception {
        UnverifiedToken token = UnverifiedToken.readWithoutVerification(good.substring(0, good.length() - 4) + "AAAA")
                .orElseThrow();
        assertThat(token.unverifiedClaims().string("sub")).contains("acme");
        assertThat(token.unverifiedHeader().string("typ")).contains("txntoken+jwt");
        assertThat(UnverifiedToken.readWithoutVerification("x".repeat(9000))).isEmpty();
        assertThat(UnverifiedToken.readWithoutVerification("a.b")).isEmpty();
    }

    @Test
    void claimsThatNobodyWouldAcceptCannotBeMade() {
        assertThatThrownBy(() -> new TxnClaims(
                        Tokens.DOMAIN,
                        Tokens.NOW,
                        Tokens.NOW.plusSeconds(301),
                        Tokens.TXN,
                        "acme",
                        Tokens.scopes(),
                        "orders",
                        null,
                        Tokens.KEY_ID,
                        "live",
                        null,
                        TxnClaims.API_KEY,
                        null))
                .hasMessage("not a valid exp");
        assertThatThrownBy(() -> new TxnClaims(
                        Tokens.DOMAIN,
                        Tokens.NOW.plusNanos(1),
                        Tokens.NOW.plusSeconds(30),
                        Tokens.TXN,
                        "acme",
                        Tokens.scopes(),
                        "orders",
                        null,
                        Tokens.KEY_ID,
                        "live",
                        null,
                        TxnClaims.API_KEY,
                        null))
                .hasMessage("not a valid iat");
        Actor chain = null;
        for (int i = 0; i < 6; i++) {
            chain = new Actor("s" + i, chain);
        }
        Actor longest = chain;
        assertThatThrownBy(() -> new Actor("s7", longest)).hasMessage("not a valid act");
        String token = tokens.issuer.issue(Tokens.txn(Tokens.DOMAIN, "gateway", longest));
        assertThat(reason(tokens.verifier.verifyTxnToken(token))).isEqualTo(Refusal.KEY_NOT_BOUND);
    }

    @Test
    void transactionIdsAreVersionSevenAndInTheOrderOfTime() {
        TransactionIds ids = new TransactionIds(tokens.clock::get, new Random(3));
        var first = ids.next();
        tokens.clock.set(Tokens.NOW.plusMillis(1));
        var second = ids.next();
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(Tokens.NOW.toEpochMilli());
        assertThat(first.toString()).isLessThan(second.toString());
        assertThat(Stream.generate(ids::next).limit(10_000).distinct()).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void signedNoiseNeverThrows(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        String header = Forge.header(tokens.signing, "txntoken+jwt");
        byte[] payload = Base64Url.decode(good.split("\\.", -1)[1]);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = payload.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            }
            TokenVerdict<TxnClaims> verdict =
                    tokens.verifier.verifyTxnToken(Forge.signed(tokens.signing, header, noise));
            assertThat(reason(verdict)).isNotEqualTo(Refusal.CHECK_FAILED);
        }
    }

    @Test
    void aHeaderOfAMebibyteIsRefusedUnread() {
        byte[] huge = new byte[1 << 20];
        assertThat(reason(tokens.verifier.verifyTxnToken(huge, Moment.of(Tokens.NOW))))
                .isEqualTo(Refusal.TOO_LONG);
        assertThat(reason(tokens.verifier.verifyTxnToken("é".getBytes(StandardCharsets.UTF_8), Moment.of(Tokens.NOW))))
                .isEqualTo(Refusal.MALFORMED);
        assertThat(good.length()).isLessThan(Jws.MAX_LENGTH / 8);
    }

    private void accepted() {
        assertThat(tokens.verifier.verifyTxnToken(good)).isInstanceOf(VerifiedToken.class);
    }

    /** The refusal of the good token with one change, signed all the same; null if it is accepted. */
    private Refusal forged(String from, String to) throws Exception {
        String payload = new String(Base64Url.decode(good.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains(from);
        String header = Forge.header(tokens.signing, "txntoken+jwt");
        return reason(tokens.verifier.verifyTxnToken(Forge.signed(tokens.signing, header, payload.replace(from, to))));
    }

    private static Refusal reason(TokenVerdict<?> verdict) {
        return verdict instanceof TokenVerdict.Refused<?> refused ? refused.reason() : null;
    }
}
