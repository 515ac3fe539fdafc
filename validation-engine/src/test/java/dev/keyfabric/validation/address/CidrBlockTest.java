package dev.keyfabric.validation.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::ffff:0a01:0203, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:10.0.0.0/104, 11.9.9.9, false",
        "::ffff:0:0/96, 192.168.1.1, true",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.7, false",
        "192.168.1.77/25, 192.168.1.127, true",
        "192.168.1.77/25, 192.168.1.128, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "64:ff9b::192.0.2.0/120, 64:ff9b::c000:2ff, true"
    })
    void itHoldsTheAddressesOfItsPrefix(String block, String address, boolean held) {
        assertThat(CidrBlock.parse(block)
                        .orElseThrow()
                        .contains(IpAddress.parse(address).orElseThrow()))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8 ",
                "10.0.0/8",
                "10.0.0.0.0/8",
                "010.0.0.1",
                "10.0.0.256",
                "10.0.0.1x",
                "localhost",
                "example.org",
                "::1/129",
                ":::",
                "1::2::3",
                "::12345",
                "fe80::1%eth0",
                "[::1]",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:8::",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "١.٢.٣.٤"
            })
    void itRefusesWhatIsNoBlock(String text) {
        assertThat(CidrBlock.parse(text)).isEmpty();
    }
}
