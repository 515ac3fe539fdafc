package dev.keyfabric.registry.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a claim that binds an issuer says. */
class OidcTokensTest {
    @Test
    void onlyAClaimThatIsNotThereBindsToNothing() {
        assertThat(OidcTokens.bound(Map.of(), "consumers")).isNull();
        assertThat(OidcTokens.bound(Map.of("kf", Map.of()), "kf.consumers")).isNull();
        assertThat(OidcTokens.bound(Map.of("kf", Map.of("consumers", List.of("a"))), "kf.consumers"))
                .containsExactly("a");
    }

    @Test
    void aClaimThatIsNullOrStandsInNoObjectNamesNobody() {
        Map<String, Object> claims = new HashMap<>();
        claims.put("consumers", null);
        claims.put("kf", List.of("a"));

        assertThat(OidcTokens.bound(claims, "consumers")).isEmpty();
        assertThat(OidcTokens.bound(claims, "kf.consumers")).isEmpty();
        assertThat(OidcTokens.bound(claims, "consumers.of")).isEmpty();
    }
}
