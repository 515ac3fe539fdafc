package dev.keyfabric.validator.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.policy.Policy;
import dev.keyfabric.validation.settings.CredentialRule;
import dev.keyfabric.validator.authorize.Asked;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Check requests with bytes changed at random: each is refused as no message, or read without a failure. */
class CheckFuzzTest {
    private static final long SEED = 20261129;

    @Test
    void aMessageIsReadOrIsNone() {
        SplittableRandom random = new SplittableRandom(SEED);
        CheckReading reading = new CheckReading(CredentialRule.BOTH, route -> null);
        byte[] good = message().toByteArray();
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] changed = good.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                Asked asked = reading.read(CheckRequest.parseFrom(changed));
                assertThat(asked.credential().toString())
                        .as("case %d of seed %d", i, SEED)
                        .doesNotContain("secret");
                Policy policy = asked.policy();
                if (policy != null && policy.audience() != null) {
                    assertThat(Policy.isId(policy.audience())).isTrue();
                }
                assertThat(asked.credential()).isInstanceOf(Credential.class);
                read++;
            } catch (InvalidProtocolBufferException e) {
                // refused before anything of ours sees it
            }
        }
        assertThat(read).as("readable ones of seed %d", SEED).isGreaterThan(20_000);
    }

    /** Runs what lies under {@code CheckFuzzTestInputs}; with {@code JAZZER_FUZZ=1} it looks for more. */
    @FuzzTest
    void bytesAreReadOrAreNoMessage(byte[] bytes) {
        CheckReading reading = new CheckReading(CredentialRule.BOTH, route -> null);
        try {
            Asked asked = reading.read(CheckRequest.parseFrom(bytes));
            assertThat(asked.credential().toString()).doesNotContain("secret");
        } catch (InvalidProtocolBufferException e) {
            // refused before anything of ours sees it
        }
    }

    private static CheckRequest message() {
        CheckRequest.Builder check = CheckRequest.newBuilder();
        check.getAttributesBuilder()
                .putContextExtensions("audience", "orders")
                .putContextExtensions("scope", "orders:read")
                .getRequestBuilder()
                .getHttpBuilder()
                .putHeaders("authorization", "Bearer kf_live_secret")
                .getHeaderMapBuilder()
                .addHeadersBuilder()
                .setKey("x-other")
                .setValue("value");
        check.getAttributesBuilder()
                .getSourceBuilder()
                .getAddressBuilder()
                .getSocketAddressBuilder()
                .setAddress("10.0.0.1")
                .setPortValue(4711);
        return check.build();
    }
}
