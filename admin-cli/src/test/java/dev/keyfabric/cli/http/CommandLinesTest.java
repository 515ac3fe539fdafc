package dev.keyfabric.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLinesTest {
    private static final String END = "2027-02-27T10:00:00Z";

    @ParameterizedTest
    @CsvSource({"--expires-in 90d, --expires-at " + END, "--expires-in=90d, --expires-at=" + END})
    void aSpanThatCountsFromNowOnIsTheMomentThatItMeantTheFirstTime(String given, String fixed) {
        assertThat(again("key issue --consumer acme " + given))
                .isEqualTo("keyfabric key issue --consumer acme " + fixed + " --idempotency-key k1");
    }

    @Test
    void aMomentStaysAsItWasGiven() {
        assertThat(again("key issue --expires-at 2027-02-27"))
                .isEqualTo("keyfabric key issue --expires-at 2027-02-27 --idempotency-key k1");
    }

    @Test
    void anIdempotencyKeyThatWasGivenIsNotGivenTwice() {
        assertThat(again("key issue --idempotency-key mine")).isEqualTo("keyfabric key issue --idempotency-key mine");
    }

    @Test
    void whatAShellWouldReadOtherwiseIsQuoted() {
        String line = CommandLines.again(List.of("key", "issue", "--name", "it's $HOME"), change());

        assertThat(line).isEqualTo("keyfabric key issue --name 'it'\\''s $HOME' --idempotency-key k1");
    }

    private static String again(String line) {
        return CommandLines.again(List.of(line.split(" ")), change());
    }

    private static Change change() {
        return new Change(
                "POST", "/v1/keys", JsonNodeFactory.instance.objectNode().put("expiresAt", END), "k1", null, true);
    }
}
