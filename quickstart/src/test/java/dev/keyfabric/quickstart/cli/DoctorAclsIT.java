package dev.keyfabric.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.broker.Guard;
import dev.keyfabric.schemas.access.Role;
import dev.keyfabric.schemas.topics.TopicNames;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyfabric doctor} at a broker that enforces ACLs, of which there are none yet. */
class DoctorAclsIT {
    private static final Guard GUARD = Guard.of(Map.of(Guard.SUPER_USER, "broker-secret", "nobody", "nobody-secret"));

    @TempDir
    private Path folder;

    @Test
    void missingRightsAreNamedGivenOnceAndStrangersArePointedAt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.guarded(folder.resolve("broker"), GUARD)) {
            Cli cli = new Cli(folder.resolve("config"));
            String[] look = line(broker, Guard.SUPER_USER);
            Cli.Said before = cli.run(look).as(1);
            assertThat(before.out())
                    .contains("registry User:keyfabric-registry lacks WRITE on TOPIC keyfabric.keys.v1")
                    .contains("validator User:keyfabric-validator lacks READ on TOPIC keyfabric.keys.v1")
                    .contains("registry User:keyfabric-registry lacks WRITE on TRANSACTIONAL_ID keyfabric.registry-…");

            Cli.Said unasked =
                    cli.run(line(broker, Guard.SUPER_USER, "--fix-acls")).as(2);
            assertThat(unasked.err()).contains("allow User:keyfabric-registry", "--yes");
            assertThat(bindings(broker)).isZero();

            Cli.Said fixed = cli.run(line(broker, Guard.SUPER_USER, "--fix-acls", "--yes"));
            assertThat(fixed.err()).contains("rights were given");
            assertThat(fixed.out())
                    .contains("every named role has what it needs")
                    .doesNotContain("lacks");
            int needed = Role.REGISTRY.rights(TopicNames.DEFAULT).size()
                    + Role.VALIDATOR.rights(TopicNames.DEFAULT).size();
            assertThat(bindings(broker)).isEqualTo(needed);
            assertThat(cli.run(line(broker, Guard.SUPER_USER, "--fix-acls", "--yes"))
                            .err())
                    .contains("no right is missing");

            allow(broker, "User:mallory");
            assertThat(cli.run(look).as(1).out())
                    .contains("User:mallory may WRITE on TOPIC keyfabric.…, and with it grant and deny keys");
        }
    }

    @Test
    void whoMayNotLookIsToldSo() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.guarded(folder.resolve("broker"), GUARD)) {
            Cli.Said said = new Cli(folder.resolve("config"))
                    .run(line(broker, "nobody"))
                    .as(1);
            assertThat(said.out()).contains("the brokers do not allow it");
        }
    }

    private String[] line(EmbeddedBroker broker, String user, String... more) throws IOException {
        Properties properties = new Properties();
        properties.putAll(GUARD.client(user));
        Path file = folder.resolve(user + ".properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        List<String> words = new ArrayList<>(List.of(
                "doctor",
                "--wide",
                "--development",
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--command-config",
                file.toString(),
                "--registry-principal",
                "User:keyfabric-registry",
                "--validator-principal",
                "User:keyfabric-validator"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static int bindings(EmbeddedBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.describeAcls(AclBindingFilter.ANY).values().get().size();
        }
    }

    private static void allow(EmbeddedBroker broker, String principal) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "keyfabric.", PatternType.PREFIXED),
                            new AccessControlEntry(principal, "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        Map<String, Object> settings = new HashMap<>(GUARD.client(Guard.SUPER_USER));
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return Admin.create(settings);
    }
}
