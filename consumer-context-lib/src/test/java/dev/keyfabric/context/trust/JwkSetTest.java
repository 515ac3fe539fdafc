package dev.keyfabric.context.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.context.text.MalformedTextException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
    private static final VerifyingKey KEY =
            SigningKey.generate(new SecureRandom()).publicKey();
    private static final Instant T = Instant.parse("2026-11-21T12:00:00.123Z");

    @Test
    void everyKeyOfEveryUseAndStateIsReadAsItWasPrinted() throws Exception {
        for (KeyUse use : KeyUse.values()) {
            for (KeyState state : KeyState.values()) {
                TrustedKey full = new TrustedKey(KEY, "owner", use, state, Set.of("b", "a"), T, T.plusMillis(1));
                TrustedKey bare = new TrustedKey(
                        SigningKey.generate(new SecureRandom()).publicKey(), "o", use, state, Set.of(), null, null);
                assertThat(read(JwkSet.print(List.of(full, bare))))
                        .isEqualTo(Map.of(KEY.kid(), full, bare.kid(), bare));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kf_owner\":\"node|kf_owner\":[\"x\"],\"y\":\"node",
                "kf_owner|owner",
                "kf_use\":\"txn|kf_use\":\"TXN",
                "kf_use\":\"txn|kf_use\":\"other",
                "kf_state\":\"ACTIVE|kf_state\":\"FUTURE",
                "kf_state|state",
                "kf_tainted_at\":1795262400123|kf_tainted_at\":1.5",
                "kf_tainted_at\":1795262400123|kf_tainted_at\":\"1795262400123\"",
                "\"x\":\"|\"x\":\"A",
                "\"kid\":\"|\"kid\":\"A"
            })
    void aKeyThatIsNotUnderstoodIsLeftOutAndTheOthersStay(String change) throws Exception {
        TrustedKey key = new TrustedKey(KEY, "node", KeyUse.TXN, KeyState.ACTIVE, Set.of("a"), T, null);
        TrustedKey other = new TrustedKey(
                SigningKey.generate(new SecureRandom()).publicKey(),
                "n",
                KeyUse.STAMP,
                KeyState.ACTIVE,
                Set.of(),
                null,
                null);
        String text = JwkSet.print(List.of(key, other));
        String[] fromTo = change.split("\\|", -1);
        assertThat(text).contains(fromTo[0]);
        int at = text.indexOf(fromTo[0]);
        String changed = text.substring(0, at) + fromTo[1] + text.substring(at + fromTo[0].length());
        assertThat(read(changed)).containsOnlyKeys(other.kid());
    }

    @Test
    void aSetThatNamesAKeyTwiceIsMalformed() {
        TrustedKey active = new TrustedKey(KEY, "node", KeyUse.TXN, KeyState.ACTIVE, Set.of(), null, null);
        TrustedKey tainted = new TrustedKey(KEY, "node", KeyUse.TXN, KeyState.TAINTED, Set.of(), T, null);
        assertThatThrownBy(() -> read(JwkSet.print(List.of(active, tainted))))
                .isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[]} x", "<html>"})
    void whatIsNoSetIsMalformed(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedTextException.class);
    }

    private static Map<String, TrustedKey> read(String text) throws MalformedTextException {
        return JwkSet.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
