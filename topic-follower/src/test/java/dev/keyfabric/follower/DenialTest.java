package dev.keyfabric.follower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

class DenialTest {
    @Test
    void a_login_that_is_refused_names_the_settings() {
        assertThat(Denial.inWords(new ExecutionException(new SaslAuthenticationException("invalid credentials"))))
                .hasValue("the brokers do not let this client in (invalid credentials); see keyfabric.kafka.sasl.*");
    }

    @Test
    void a_certificate_that_is_not_trusted_names_the_settings_of_tls() {
        assertThat(Denial.inWords(new SslAuthenticationException("SSL handshake failed")))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("do not trust each other (SSL handshake failed)")
                        .endsWith("keyfabric.kafka.ssl.*"));
    }

    @Test
    void a_topic_that_is_refused_is_named() {
        assertThat(Denial.inWords(new KafkaException(new TopicAuthorizationException(Set.of("b", "a")))))
                .hasValueSatisfying(words ->
                        assertThat(words).contains("principal at topic a, b;").contains("docs/security.md"));
    }

    @Test
    void whatever_else_is_refused_is_named() {
        assertThat(Denial.inWords(GroupAuthorizationException.forGroupId("g")))
                .hasValueSatisfying(words -> assertThat(words).contains("at group g;"));
        assertThat(Denial.inWords(new TransactionalIdAuthorizationException("no")))
                .hasValueSatisfying(words -> assertThat(words).contains("its transactional ids;"));
        assertThat(Denial.inWords(new ClusterAuthorizationException("no cluster")))
                .hasValueSatisfying(words -> assertThat(words).contains("no cluster"));
        assertThat(Denial.inWords(new TopicAuthorizationException("nameless")))
                .hasValueSatisfying(words -> assertThat(words).contains("nameless"));
    }

    @Test
    void a_failure_of_another_kind_is_no_denial() {
        assertThat(Denial.inWords(new ExecutionException(new TimeoutException("late"))))
                .isEmpty();
    }
}
