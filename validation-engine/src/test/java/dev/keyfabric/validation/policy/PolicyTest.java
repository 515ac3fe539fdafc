package dev.keyfabric.validation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    @Test
    void itIsReadFromTheQuery() {
        assertThat(Policy.parse("audience=orders&scope=orders:read,orders%3Awrite"))
                .contains(
                        new Policy("orders", List.of("orders:read", "orders:write"), TokenWish.WHERE_POSSIBLE, false));
        assertThat(Policy.parse("scope=a+b&profile=nginx"))
                .contains(new Policy(null, List.of("a", "b"), TokenWish.WHERE_POSSIBLE, true));
        assertThat(Policy.parse("token=true").orElseThrow().token()).isEqualTo(TokenWish.DEMANDED);
        assertThat(Policy.parse("token=false").orElseThrow().token()).isEqualTo(TokenWish.LEFT_OUT);
        assertThat(Policy.parse(null)).contains(new Policy(null, List.of(), TokenWish.WHERE_POSSIBLE, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "audience",
                "audience=",
                "audience=a&audience=a",
                "scope=a&scope=b",
                "scope=",
                "scope=a,,b",
                "scope=a%2",
                "scope=*",
                "Audience=a",
                "audiences=a",
                "audience=a&x=1",
                "audience=a%00",
                "audience=a&",
                "profile=apache",
                "audience=%20a",
                "audience=a%26scope=b",
                "token",
                "token=",
                "token=TRUE",
                "token=1",
                "token=true&token=true"
            })
    void whatIsInDoubtIsNoPolicy(String query) {
        assertThat(Policy.parse(query)).isEmpty();
    }
}
