package dev.keyfabric.registry.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.registry.Registries;
import dev.keyfabric.registry.decide.CommandRules;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.SigningKeyState;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.event.SigningUse;
import dev.keyfabric.schemas.wire.ShippedSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnKeyTest {
    private final Path file = Registries.folder("own-key").resolve("registry.key");
    private final Map<String, SigningKeyState> held = new HashMap<>();
    private final List<Command> sent = new ArrayList<>();
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private OwnKey own;

    @BeforeAll
    static void classes() {
        ShippedSchemas.all();
    }

    @BeforeEach
    void open() throws IOException {
        own = new OwnKey(
                new KeyFiles(null, new SecureRandom()),
                file,
                "registry-1",
                kid -> Optional.ofNullable(held.get(kid)),
                () -> now,
                new Random(1));
    }

    @Test
    void aKeyThatNobodyKnowsIsEnrolled() {
        look();

        assertThat(own.isActive()).isFalse();
        assertThat(sent).hasSize(1);
        Command enrol = sent.get(0);
        assertThat(enrol.getType()).isEqualTo(CommandType.ENROL_SIGNING_KEY);
        assertThat(enrol.getSubject()).isEqualTo(own.key().kid());
        assertThat(enrol.getSigningKey().getUse()).isEqualTo(SigningUse.REGISTRY);
        assertThat(enrol.getSigningKey().getOwner()).isEqualTo("registry-1");
        assertThat(CommandRules.check(enrol, now)).isEmpty();
    }

    @Test
    void theEnrolmentIsRepeatedUntilItIsSeenAndNotInHaste() {
        look();
        now = now.plus(Duration.ofMillis(4999));
        look();
        assertThat(sent).hasSize(1);
        now = now.plusMillis(1);
        look();

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).getId()).isNotEqualTo(sent.get(1).getId());
    }

    @Test
    void anActiveKeyIsLeftAlone() {
        is(SigningKeyStatus.ACTIVE, null);

        look();

        assertThat(own.isActive()).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void aPreparedKeyIsActivated() {
        is(SigningKeyStatus.PREPARED, null);

        look();

        assertThat(own.isActive()).isFalse();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).getType()).isEqualTo(CommandType.ADVANCE_SIGNING_KEY);
        assertThat(sent.get(0).getSigningKeyStatus()).isEqualTo(SigningKeyStatus.ACTIVE);
        assertThat(CommandRules.check(sent.get(0), now)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = SigningKeyStatus.class,
            names = {"RETIRED", "TAINTED", "REVOKED"})
    void aKeyThatIsOverGivesWayToANewOne(SigningKeyStatus over) throws IOException {
        String before = own.key().kid();
        is(SigningKeyStatus.ACTIVE, null);
        look();
        is(over, null);

        look();

        assertThat(own.isActive()).isFalse();
        assertThat(own.key().kid()).isNotEqualTo(before);
        look();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).getSubject()).isEqualTo(own.key().kid());
        SigningKey kept = new KeyFiles(null, new SecureRandom()).readOrMake(file);
        assertThat(kept.kid()).isEqualTo(own.key().kid());
    }

    @Test
    void anActiveKeyPastItsEndIsOver() {
        String before = own.key().kid();
        is(SigningKeyStatus.ACTIVE, now.minusMillis(1));

        look();

        assertThat(own.isActive()).isFalse();
        assertThat(own.key().kid()).isNotEqualTo(before);
    }

    private void look() {
        own.look(sent::add);
    }

    private void is(SigningKeyStatus status, Instant notAfter) {
        held.put(
                own.key().kid(),
                SigningKeyState.newBuilder()
                        .setKid(own.key().kid())
                        .setOwner("registry-1")
                        .setUse(SigningUse.REGISTRY)
                        .setStatus(status)
                        .setAlgorithm("EdDSA")
                        .setPublicJwk(own.key().publicKey().toJwkText())
                        .setServices(List.of())
                        .setRoles(List.of())
                        .setNotAfter(notAfter)
                        .setVersion(1)
                        .setCreatedAt(now)
                        .setCreatedBy("root")
                        .setChangedAt(now)
                        .setChangedBy("root")
                        .build());
    }
}
