package dev.keyfabric.validation.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.settings.CredentialRule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Header lines and keys at random: read or refused, never a failure, never shown. */
class CredentialsFuzzTest {
    private static final long SEED = 20261129;
    private static final List<CredentialRule> RULES = List.of(CredentialRule.values());
    private static final String[] PIECES = {
        "Bearer",
        "bearer",
        "ApiKey",
        "Basic",
        " ",
        "  ",
        "\t",
        ",",
        "=",
        "\0",
        "\r\n",
        "\u00e4",
        "\ud83d",
        "kf_live_",
        "%20",
        ""
    };

    @Test
    void everyHeaderIsReadOrIsNoCredential() {
        SplittableRandom random = new SplittableRandom(SEED);
        String planted = Events.apiKey().reveal();
        for (int i = 0; i < 100_000; i++) {
            CredentialRule rule = RULES.get(random.nextInt(RULES.size()));
            Credential read = Credentials.of(rule, lines(random, planted), lines(random, planted));
            assertThat(read.toString()).as("case %d of seed %d", i, SEED).doesNotContain(planted);
        }
    }

    private static List<String> lines(SplittableRandom random, String planted) {
        List<String> lines = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            StringBuilder line = new StringBuilder();
            for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
                line.append(random.nextInt(4) == 0 ? planted : PIECES[random.nextInt(PIECES.length)]);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void aKeyWithACharacterChangedIsNoKey() {
        SplittableRandom random = new SplittableRandom(SEED);
        String key = Events.apiKey().reveal();
        for (int i = 0; i < 100_000; i++) {
            char[] changed = key.toCharArray();
            int at = random.nextInt(changed.length);
            changed[at] = (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
            String text = new String(changed);
            if (!text.equals(key)) {
                assertThat(ApiKey.parse(text, KeyPrefixes.DEFAULT))
                        .as("case %d of seed %d", i, SEED)
                        .isEmpty();
            }
        }
    }
}
