package dev.keyfabric.validation.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private static final List<CidrBlock> PROXIES = List.of(
            CidrBlock.parse("127.0.0.0/8").orElseThrow(),
            CidrBlock.parse("10.0.0.0/8").orElseThrow(),
            CidrBlock.parse("2001:db8:1::/48").orElseThrow());
    private static final String NONE = "none";

    private static String of(String header, List<CidrBlock> proxies, String peer, String lines) {
        List<String> given = lines.equals(NONE) ? List.of() : Arrays.asList(lines.split("@", -1));
        String address = new ClientAddress(header, proxies)
                .of(peer.equals(NONE) ? null : peer, name -> name.equals(header) ? given : List.of());
        return address == null ? NONE : address;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Who connects and is no proxy is the caller, whatever he writes.
                "203.0.113.9|none|203.0.113.9",
                "203.0.113.9|198.51.100.1|203.0.113.9",
                "203.0.113.9|garbage|203.0.113.9",
                "fe80::1%eth0|198.51.100.1|fe80::1",
                // A proxy is believed about the hop before it, and that about the one before if it is a proxy too.
                "127.0.0.1|198.51.100.1|198.51.100.1",
                "127.0.0.1|6.6.6.6, 198.51.100.1|198.51.100.1",
                "127.0.0.1|6.6.6.6, 198.51.100.1, 10.1.1.1|198.51.100.1",
                "127.0.0.1|6.6.6.6, 198.51.100.1 , 10.1.1.1,10.2.2.2|198.51.100.1",
                "127.0.0.1|garbage, 198.51.100.1, 10.1.1.1|198.51.100.1",
                "::ffff:127.0.0.1|198.51.100.1|198.51.100.1",
                "127.0.0.1|2001:db8:2::7, 2001:db8:1::1|2001:db8:2::7",
                // Several lines are one list.
                "127.0.0.1|198.51.100.1@10.1.1.1|198.51.100.1",
                "127.0.0.1|198.51.100.1@10.1.1.1@203.0.113.5|203.0.113.5",
                // With ports, as some proxies write.
                "127.0.0.1|198.51.100.1:4711|198.51.100.1",
                "127.0.0.1|[2001:db8:2::7]:443, [2001:db8:1::1]|2001:db8:2::7",
                // What had to be believed and is none, or is not there, makes the address unknown.
                "127.0.0.1|none|none",
                "127.0.0.1||none",
                "127.0.0.1|unknown|none",
                "127.0.0.1|198.51.100.1, _hidden|none",
                "127.0.0.1|198.51.100.1,, 10.1.1.1|none",
                "127.0.0.1|198.51.100.1:99999999|none",
                "127.0.0.1|198.51.100.1:x|none",
                "127.0.0.1|10.1.1.1, 10.2.2.2|none",
                "127.0.0.1|[2001:db8:2::7|none",
                "127.0.0.1|2001:db8:2::7]|none",
                "none|198.51.100.1|none"
            })
    void theRightMostHopThatIsNoProxyIsTheCaller(String peer, String lines, String address) {
        assertThat(of("X-Forwarded-For", PROXIES, peer, lines == null ? "" : lines))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "for=198.51.100.1|198.51.100.1",
                "For=\"198.51.100.1:4711\";proto=https;by=203.0.113.43|198.51.100.1",
                "for=6.6.6.6, for=198.51.100.1;proto=http, by=x;for=10.1.1.1|198.51.100.1",
                "for=\"[2001:db8:2::7]:4711\"|2001:db8:2::7",
                "for=\"[2001:DB8:2::7]\", FOR=\"[2001:db8:1::1]\"|2001:db8:2::7",
                "proto=\"a,b;for=6.6.6.6\";for=198.51.100.1|198.51.100.1",
                "for=\"198.51.100\\.1\"|198.51.100.1",
                // A quote that a caller opens hides nothing that a proxy wrote behind it.
                "for=\"6.6.6.6, for=198.51.100.1|198.51.100.1",
                "for=\"6.6.6.6\\, for=\"[2001:db8:2::7]\"|2001:db8:2::7",
                "for=unknown|none",
                "for=_gazonk|none",
                "for=\"\"|none",
                "for=198.51.100.1;for=6.6.6.6|none",
                "proto=https|none",
                "198.51.100.1|none",
                "for=198.51.100.1, |none",
                "for=198.51.100.1 x|none"
            })
    void forwardedIsReadAsRfc7239Says(String line, String address) {
        assertThat(of("Forwarded", PROXIES, "127.0.0.1", line)).isEqualTo(address);
    }

    @Test
    void withoutTrustedProxiesTheRightMostEntryIsTheCaller() {
        assertThat(of("X-Real-IP", List.of(), "203.0.113.9", "6.6.6.6, 10.1.1.1"))
                .isEqualTo("10.1.1.1");
        assertThat(of("X-Real-IP", List.of(), NONE, "10.1.1.1")).isEqualTo("10.1.1.1");
        assertThat(of("X-Real-IP", List.of(), "203.0.113.9", NONE)).isEqualTo(NONE);
        assertThat(new ClientAddress(null, List.of()).of("203.0.113.9", name -> List.of("10.1.1.1")))
                .isNull();
    }

    @Test
    void whateverComesNothingLeftOfTheFirstStrangerChangesTheAnswer() {
        Random random = new Random(31);
        String alphabet = "0123456789abcdef.:,;=\"\\[] _forFOR";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(of("X-Forwarded-For", PROXIES, "127.0.0.1", noise + ",198.51.100.1, 10.1.1.1"))
                    .as("noise %s", noise)
                    .isEqualTo("198.51.100.1");
            assertThat(of("Forwarded", PROXIES, "127.0.0.1", noise + ", for=198.51.100.1, for=\"10.1.1.1\""))
                    .as("noise %s", noise)
                    .isIn("198.51.100.1");
            String alone = of("Forwarded", PROXIES, "127.0.0.1", noise.toString());
            assertThat(alone.equals(NONE) || IpAddress.parse(alone).isPresent()).isTrue();
        }
    }

    @Test
    void anAddressIsWrittenAsItIsReadAndInItsShortestForm() {
        Random random = new Random(32);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int g = 0; g < 8; g++) {
                int group = random.nextInt(3) == 0 ? random.nextInt(1 << 16) : 0;
                text.append(g == 0 ? "" : ":").append(Integer.toHexString(group));
            }
            String written = IpAddress.parse(text.toString()).orElseThrow().toString();
            assertThat(IpAddress.parse(written).orElseThrow().toString()).isEqualTo(written);
            CidrBlock one = CidrBlock.parse(text.toString()).orElseThrow();
            assertThat(one.contains(IpAddress.parse(written).orElseThrow()))
                    .as(text.toString())
                    .isTrue();
        }
        assertThat(IpAddress.parse("2001:DB8:0:0:1:0:0:1").orElseThrow()).hasToString("2001:db8::1:0:0:1");
        assertThat(IpAddress.parse("0:0:0:0:0:0:0:0").orElseThrow()).hasToString("::");
        assertThat(IpAddress.parse("::1").orElseThrow()).hasToString("::1");
        assertThat(IpAddress.parse("1:0:0:0:0:0:0:0").orElseThrow()).hasToString("1::");
        assertThat(IpAddress.parse("1:2:3:0:5:6:7:8").orElseThrow()).hasToString("1:2:3:0:5:6:7:8");
        assertThat(IpAddress.parse("::ffff:10.0.0.1").orElseThrow()).hasToString("10.0.0.1");
    }
}
