package dev.keyfabric.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyfabric.cli.output.Json;
import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.token.TokenIssuer;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.trust.JwkSet;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.key.KeyId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code token verify} in the mode {@code token}: the whole policy for Txn-Tokens. */
class TxnTokenLinesTest {
    private static final String DOMAIN = "shop.example";

    private final SigningKey node = SigningKey.generate(new SecureRandom());

    @TempDir
    private Path folder;

    @Test
    void aTokenOfATrustedNodeHoldsForItsDomain() throws IOException {
        assertThat(reason(token(Run.NOW), trusted(KeyUse.TXN, KeyState.ACTIVE, "orders"), DOMAIN, DOMAIN))
                .isEqualTo("valid");
    }

    @Test
    void issuerAndAudienceAreBothHeldToWhatIsAskedFor() throws IOException {
        String keys = trusted(KeyUse.TXN, KeyState.ACTIVE, "orders");
        assertThat(reason(token(Run.NOW), keys, "other.example", "other.example"))
                .isEqualTo("WRONG_ISSUER");
        assertThat(reason(token(Run.NOW), keys, DOMAIN, "other.example")).isEqualTo("WRONG_AUDIENCE");
    }

    @Test
    void timeUseStateAndServicesOfTheSignerAreJudged() throws IOException {
        String good = trusted(KeyUse.TXN, KeyState.ACTIVE, "orders");
        assertThat(reason(token(Run.NOW.minus(Duration.ofMinutes(7))), good, DOMAIN, DOMAIN))
                .isEqualTo("TOKEN_EXPIRED");
        assertThat(reason(token(Run.NOW.plus(Duration.ofMinutes(2))), good, DOMAIN, DOMAIN))
                .isEqualTo("TOKEN_NOT_YET_VALID");
        assertThat(reason(token(Run.NOW), trusted(KeyUse.STAMP, KeyState.ACTIVE, "orders"), DOMAIN, DOMAIN))
                .isEqualTo("KEY_WRONG_USE");
        assertThat(reason(token(Run.NOW), trusted(KeyUse.TXN, KeyState.REVOKED, "orders"), DOMAIN, DOMAIN))
                .isEqualTo("KEY_REVOKED");
        assertThat(reason(token(Run.NOW), trusted(KeyUse.TXN, KeyState.ACTIVE, "payments"), DOMAIN, DOMAIN))
                .isEqualTo("KEY_NOT_BOUND");
    }

    @Test
    void aPlainKeyIsVouchedForByWhoeverWroteTheLine() throws IOException {
        String plain = "{\"keys\":[" + node.publicKey().toJwkText() + "]}";
        assertThat(reason(token(Run.NOW), plain, DOMAIN, DOMAIN)).isEqualTo("valid");
        assertThat(reason(token(Run.NOW), "{\"keys\":[]}", DOMAIN, DOMAIN)).isEqualTo("KEY_UNKNOWN");
    }

    @Test
    void oneTokenIsCheckedAgainstAFileOfKeys() throws IOException {
        Path keys = folder.resolve("jwks.json");
        Files.writeString(keys, trusted(KeyUse.TXN, KeyState.ACTIVE, "orders"));
        String[] line = {"token", "verify", "--issuer", DOMAIN, "--jwks-file", keys.toString(), "-o", "json"};
        Run good = Run.of(folder, token(Run.NOW), line);
        Run late = Run.of(folder, token(Run.NOW.minusSeconds(3600)), line);

        assertThat(good.status()).isZero();
        assertThat(late.status()).isEqualTo(1);
        assertThat(late.json().path("reason").asText()).isEqualTo("TOKEN_EXPIRED");
        assertThat(late.err()).isEmpty();
    }

    @Test
    void whatATokenSaysOfItselfIsShownAsUnproven() {
        Run run = Run.of(folder, token(Run.NOW), "token", "inspect", "-o", "json");
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("NOT VERIFIED");
        assertThat(run.json().at("/claims/sub").asText()).isEqualTo("acme");
        assertThat(run.json().path("exp is").asText())
                .isEqualTo(Run.NOW.plusSeconds(300).toString());
    }

    private String token(Instant issuedAt) {
        return new TokenIssuer(node)
                .issue(new TxnClaims(
                        DOMAIN,
                        issuedAt,
                        issuedAt.plusSeconds(300),
                        UUID.fromString("019ab000-0000-7000-8000-00000000002a"),
                        "acme",
                        Set.of("orders:write"),
                        "orders",
                        "gold",
                        KeyId.derive("acme", "c1"),
                        "live",
                        null,
                        TxnClaims.API_KEY,
                        null));
    }

    private String trusted(KeyUse use, KeyState state, String service) {
        return JwkSet.print(
                List.of(new TrustedKey(node.publicKey(), "node-1", use, state, Set.of(service), null, null)));
    }

    private String reason(String token, String jwks, String issuer, String audience) throws IOException {
        String line = "{\"id\":1,\"mode\":\"token\",\"jwks\":" + jwks + ",\"jws\":\"" + token + "\"}\n";
        Run run = Run.of(folder, line, "token", "verify", "--lines", "--issuer", issuer, "--audience", audience);
        JsonNode answer = Json.read(run.out());
        return answer.path("valid").asBoolean()
                ? "valid"
                : answer.path("reason").asText();
    }
}
