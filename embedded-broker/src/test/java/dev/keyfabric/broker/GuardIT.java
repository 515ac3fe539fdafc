package dev.keyfabric.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardIT {
    private static final Guard GUARD = Guard.of(Map.of(Guard.SUPER_USER, "admin-secret", "anna", "anna-secret"));

    @TempDir
    static Path data;

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.guarded(data, GUARD);
        admin = client(GUARD.client(Guard.SUPER_USER));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void aUserMayDoWhatAnAclAllowsAndNothingElse() throws Exception {
        try (Admin anna = client(GUARD.client("anna"))) {
            assertThatThrownBy(() -> create(anna, "t")).hasCauseInstanceOf(TopicAuthorizationException.class);

            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
                            new AccessControlEntry("User:anna", "*", AclOperation.CREATE, AclPermissionType.ALLOW))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            create(anna, "t");

            assertThat(names(admin)).contains("t");
            assertThat(names(anna)).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (Admin stranger = client(GUARD.client("anna", "admin-secret"))) {
            assertThatThrownBy(() -> names(stranger)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    private static Admin client(Map<String, String> login) {
        Map<String, Object> settings = new HashMap<>(login);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return Admin.create(settings);
    }

    private static void create(Admin by, String topic) throws Exception {
        by.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
    }

    private static Set<String> names(Admin by) throws Exception {
        return by.listTopics().names().get(30, TimeUnit.SECONDS);
    }
}
