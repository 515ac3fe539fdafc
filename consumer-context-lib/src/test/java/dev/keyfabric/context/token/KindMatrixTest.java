package dev.keyfabric.context.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Forge;
import dev.keyfabric.context.jws.Jws;
import dev.keyfabric.context.jws.KeyRing;
import dev.keyfabric.context.jws.VerifiedJws;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kind × audience × use: only the diagonal passes, whatever was checked before. */
class KindMatrixTest {
    private static final List<String> TYPES = List.of("txntoken+jwt", "svc+jwt", "kf-record", "JWT", "at+jwt");
    private static final List<String> AUDIENCES =
            List.of(Tokens.DOMAIN, "other.example", "service:payments", "service:orders");

    private final Tokens tokens = new Tokens();

    @Test
    void onlyTheDiagonalPasses() {
        List<String> passed = new ArrayList<>();
        for (KeyUse use : KeyUse.values()) {
            tokens.knows(use, KeyState.ACTIVE, null);
            for (String typ : TYPES) {
                for (TokenKind content : TokenKind.values()) {
                    for (String audience : AUDIENCES) {
                        String token = token(typ, content, audience);
                        for (int again = 0; again < 2; again++) { // The second time it may be remembered.
                            String what = use + " " + typ + " " + content + " " + audience;
                            if (tokens.verifier.verifyServiceToken(token, "payments") instanceof VerifiedToken) {
                                passed.add(what + " as service");
                            }
                            if (tokens.verifier.verifyTxnToken(token) instanceof VerifiedToken) {
                                passed.add(what + " as txn");
                            }
                        }
                    }
                }
            }
        }
        String txn = "TXN txntoken+jwt TXN " + Tokens.DOMAIN + " as txn";
        String service = "TXN svc+jwt SERVICE service:payments as service";
        assertThat(passed).containsExactly(txn, txn, service, service);
    }

    @Test
    void aTokenRememberedAsOneKindIsToldApartAsAnother() {
        String txn = tokens.issuer.issue(Tokens.txn());
        String service = tokens.issuer.issue(Tokens.service());
        assertThat(tokens.verifier.verifyTxnToken(txn)).isInstanceOf(VerifiedToken.class);
        assertThat(tokens.verifier.verifyServiceToken(service, "payments")).isInstanceOf(VerifiedToken.class);
        assertThat(tokens.verifier.verifyServiceToken(txn, "payments"))
                .isEqualTo(new TokenVerdict.Refused<>(Refusal.WRONG_TYPE));
        assertThat(tokens.verifier.verifyTxnToken(service)).isEqualTo(new TokenVerdict.Refused<>(Refusal.WRONG_TYPE));
        assertThat(tokens.verifier.signaturesChecked()).isEqualTo(2);
    }

    @Test
    void aRecordSignatureIsNoTokenAndATokenIsNoRecordSignature() {
        byte[] payload = ClaimsWriter.payload(Tokens.txn());
        String record = Jws.sign(tokens.signing, "kf-record", payload);
        assertThat(tokens.verifier.verifyTxnToken(record)).isEqualTo(new TokenVerdict.Refused<>(Refusal.WRONG_TYPE));
        String token = tokens.issuer.issue(Tokens.txn());
        assertThat(Jws.verify(token, "kf-record", KeyRing.of(tokens.signing.publicKey())))
                .isNotInstanceOf(VerifiedJws.class);
    }

    private String token(String typ, TokenKind content, String audience) {
        String own = content == TokenKind.TXN ? Tokens.DOMAIN : "service:payments";
        TokenClaims claims = content == TokenKind.TXN ? Tokens.txn() : Tokens.service();
        String payload = new String(ClaimsWriter.payload(claims), StandardCharsets.UTF_8)
                .replace("\"aud\":\"" + own + "\"", "\"aud\":\"" + audience + "\"");
        return Forge.signed(tokens.signing, Forge.header(tokens.signing, typ), payload);
    }
}
