package dev.keyfabric.validation.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keyfabric.validation.address.CidrBlock;
import dev.keyfabric.validation.address.ClientAddress;
import dev.keyfabric.validation.address.IpAddress;
import java.util.List;

/**
 * Whatever a request says of its address. In the build this runs what lies under {@code AddressFuzzTestInputs}; with
 * {@code JAZZER_FUZZ=1} in the environment it looks for more.
 */
class AddressFuzzTest {
    private static final CidrBlock PROXY = CidrBlock.parse("127.0.0.0/8").orElseThrow();

    @FuzzTest
    void anAddressThatIsReadIsWrittenAsItself(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        IpAddress.parse(text).ifPresent(address -> {
            assertThat(IpAddress.parse(address.toString()).orElseThrow()).hasToString(address.toString());
            assertThat(CidrBlock.parse(text).orElseThrow().contains(address)).isTrue();
        });
    }

    @FuzzTest
    void aBlockIsReadWithoutFailing(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        IpAddress address = IpAddress.parse("192.0.2.1").orElseThrow();
        CidrBlock.parse(text)
                .ifPresent(block -> assertThat(block.contains(address)).isIn(true, false));
    }

    @FuzzTest
    void whatACallerWritesIsNeverTakenForWhatTheProxySaw(FuzzedDataProvider data) {
        String noise = data.consumeRemainingAsString();
        assertThat(of("X-Forwarded-For", List.of(noise + ", 198.51.100.1"))).isEqualTo("198.51.100.1");
        assertThat(of("X-Forwarded-For", List.of(noise, "198.51.100.1"))).isEqualTo("198.51.100.1");
        assertThat(of("Forwarded", List.of(noise + ", for=198.51.100.1"))).isEqualTo("198.51.100.1");
        assertThat(of("Forwarded", List.of(noise, "for=\"[2001:db8::1]:443\""))).isEqualTo("2001:db8::1");
    }

    private static String of(String header, List<String> lines) {
        return new ClientAddress(header, List.of(PROXY)).of("127.0.0.1", name -> lines);
    }
}
