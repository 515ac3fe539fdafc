package dev.keyfabric.context.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Refusal;
import dev.keyfabric.context.jws.Forge;
import dev.keyfabric.context.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTokenTest {
    private final Tokens tokens = new Tokens();
    private final String good = tokens.issuer.issue(Tokens.service());

    @Test
    void whatIsIssuedIsVerifiedWithEveryClaim() {
        TokenVerdict<ServiceClaims> verdict = tokens.verifier.verifyServiceToken(good, "payments");
        ServiceClaims claims = ((VerifiedToken<ServiceClaims>) verdict).claims();
        assertThat(claims).isEqualTo(Tokens.service());
        assertThat(claims.subject()).isEqualTo("service:orders");
        assertThat(claims.audience()).isEqualTo("service:payments");
    }

    @Test
    void withoutUserTraceOrRolesItIsATokenToo() {
        ServiceClaims bare = new ServiceClaims(
                Tokens.DOMAIN,
                "orders",
                "payments",
                Tokens.NOW,
                Tokens.NOW.plusSeconds(300),
                Tokens.scopes(),
                null,
                List.of(),
                null,
                new Actor("edge", null));
        TokenVerdict<ServiceClaims> verdict = tokens.verifier.verifyServiceToken(tokens.issuer.issue(bare), "payments");
        assertThat(((VerifiedToken<ServiceClaims>) verdict).claims()).isEqualTo(bare);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "Payments", "payment", "payments2", "service:payments"})
    void aTokenForAnotherServiceIsRefused(String callee) {
        assertThat(tokens.verifier.verifyServiceToken(good, callee))
                .isEqualTo(new TokenVerdict.Refused<>(Refusal.WRONG_AUDIENCE));
    }

    @Test
    void aValidatorCannotSpeakForACallerOfAnotherHost() {
        String token = tokens.issuer.issue(Tokens.service(Tokens.DOMAIN, "billing", "payments"));
        assertThat(tokens.verifier.verifyServiceToken(token, "payments"))
                .isEqualTo(new TokenVerdict.Refused<>(Refusal.KEY_NOT_BOUND));
    }

    @Test
    void aTokenOfAnotherTrustDomainIsRefused() {
        String token = tokens.issuer.issue(Tokens.service("other.example", "orders", "payments"));
        assertThat(tokens.verifier.verifyServiceToken(token, "payments"))
                .isEqualTo(new TokenVerdict.Refused<>(Refusal.WRONG_ISSUER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"sub\":\"service:orders\" | \"sub\":\"orders\" | CLAIM_MALFORMED",
                "\"sub\":\"service:orders\" | \"sub\":\"service:\" | CLAIM_MALFORMED",
                "\"aud\":\"service:payments\" | \"aud\":[\"service:payments\"] | CLAIM_MALFORMED",
                "\"aud\":\"service:payments\" | \"aud\":\"shop.example\" | CLAIM_MALFORMED",
                "\"user_roles\":[\"buyer\"] | \"user_roles\":\"buyer\" | CLAIM_MALFORMED",
                "\"user_roles\":[\"buyer\"] | \"user_roles\":[1] | CLAIM_MALFORMED",
                "\"user_roles\":[\"buyer\"] | \"x\":1 | CLAIM_MISSING",
                "\"user_id\":\"u-1\" | \"user_id\":\"\" | CLAIM_MALFORMED",
                "\"exp\":1795262700 | \"exp\":1795262701 | LIFETIME_TOO_LONG",
                "\"scope\":\"pay\" | \"y\":1 | CLAIM_MISSING"
            })
    void aClaimThatIsNotWellFormedIsRefusedThoughItIsSigned(String from, String to, Refusal reason) throws Exception {
        String payload = new String(Base64Url.decode(good.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(payload).contains(from);
        String bad = Forge.signed(tokens.signing, Forge.header(tokens.signing, "svc+jwt"), payload.replace(from, to));
        assertThat(tokens.verifier.verifyServiceToken(bad, "payments")).isEqualTo(new TokenVerdict.Refused<>(reason));
    }
}
