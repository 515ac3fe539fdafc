package dev.keyfabric.context.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.SigningKeyFile;
import dev.keyfabric.context.trust.KeyState;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.TrustedKey;
import dev.keyfabric.context.trust.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnKeyTest {
    private static final String FIRST = "kf_live_first_enrolment_key_1";
    private static final String SECOND = "kf_live_second_enrolment_key_2";
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    @TempDir
    Path data;

    private final FakeRegistry registry = new FakeRegistry();
    private final Map<String, TrustedKeys.Answer> trusted = new ConcurrentHashMap<>();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final List<OwnKey> opened = new ArrayList<>();
    private final List<OwnKeyStatus> heard = new ArrayList<>();
    private volatile TrustedKeys.Answer unheardOf = new TrustedKeys.Answer.Unknown();

    @AfterEach
    void close() {
        opened.forEach(OwnKey::close);
        registry.close();
    }

    @Test
    void withoutAnEnrolmentKeyThereIsNoKeyAndNoFault() throws Exception {
        OwnKey own = open();
        own.look();
        assertThat(own.current()).isEmpty();
        assertThat(own.status()).isEqualTo(new OwnKeyStatus(OwnKeyStatus.Stage.NONE, null, null, null));
        assertThatIllegalStateException().isThrownBy(own::required);
    }

    @Test
    void aKeyIsMadeEnrolledAndUsedOnceItIsKnownToBeActive() throws Exception {
        write(FIRST);
        OwnKey own = open();
        own.look();
        assertThat(own.current()).isEmpty();
        assertThat(own.status().stage()).isEqualTo(OwnKeyStatus.Stage.WAITING);
        String kid = own.status().newest();
        assertThat(registry.enrolled).containsExactly(kid + " ACTIVE");
        assertThat(own.enrolled()).contains(new Enrolled(kid, "orders", KeyUse.STAMP, FakeRegistry.ROOT));

        knows(kid, KeyState.ACTIVE);
        own.look();
        assertThat(own.current()).map(SigningKey::kid).contains(kid);
        assertThat(own.required().kid()).isEqualTo(kid);
        assertThat(own.status()).isEqualTo(new OwnKeyStatus(OwnKeyStatus.Stage.ACTIVE, kid, kid, null));
        own.look();
        assertThat(registry.enrolled).hasSize(1);
    }

    @Test
    void theKeyAndItsFolderAreForTheirOwnerAlone() throws Exception {
        Files.createDirectories(data.resolve("keys"));
        Files.setPosixFilePermissions(data.resolve("keys"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write(FIRST);
        open().look();
        assertThat(mode(data.resolve("keys"))).isEqualTo("rwx------");
        assertThat(files()).hasSize(1).allSatisfy(file -> {
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(file.getFileName().toString()).doesNotContain("enrolment");
        });
    }

    @Test
    void anAnswerThatIsLostStrandsNobody() throws Exception {
        write(FIRST);
        registry.losesAnswers = true;
        OwnKey own = open();
        own.look();
        String kid = own.status().newest();
        assertThat(own.status().stage()).isEqualTo(OwnKeyStatus.Stage.ENROLLING);
        assertThat(own.status().fault()).startsWith("NO_ANSWER");

        registry.losesAnswers = false;
        pass(Duration.ofMillis(250));
        own.look();
        assertThat(registry.enrolled).containsExactly(kid + " ACTIVE", kid + " ACTIVE");
        assertThat(own.status()).isEqualTo(new OwnKeyStatus(OwnKeyStatus.Stage.WAITING, null, kid, null));
    }

    @Test
    void aCrashBetweenMakingAndEnrollingLeadsToTheSameKey() throws Exception {
        write(FIRST);
        registry.refuse = 503;
        OwnKey crashed = open();
        crashed.look();
        String kid = crashed.status().newest();
        crashed.close();

        registry.refuse = 0;
        OwnKey again = open();
        again.look();
        assertThat(registry.enrolled).containsExactly(kid + " ACTIVE");
        assertThat(files()).hasSize(1);
    }

    @Test
    void aRestartWithAnEnrolledKeyAsksTheRegistryForNothing() throws Exception {
        write(FIRST);
        OwnKey before = open();
        before.look();
        String kid = before.status().newest();
        knows(kid, KeyState.ACTIVE);

        OwnKey after = open();
        after.look();
        assertThat(after.current()).map(SigningKey::kid).contains(kid);
        assertThat(registry.enrolled).hasSize(1);
    }

    @Test
    void nothingIsEnrolledWhileNobodyCanSayWhetherItIsAlready() throws Exception {
        unheardOf = new TrustedKeys.Answer.Unavailable();
        write(FIRST);
        OwnKey own = open();
        own.look();
        assertThat(registry.challenges).hasValue(0);
        assertThat(own.status().stage()).isEqualTo(OwnKeyStatus.Stage.UNKNOWN);

        unheardOf = new TrustedKeys.Answer.Unknown();
        own.look();
        assertThat(registry.enrolled).hasSize(1);
    }

    @Test
    void whatMayPassIsTriedAgainAtLongerAndLongerIntervals() throws Exception {
        write(FIRST);
        registry.refuse = 503;
        registry.refusal = "{\"code\":\"WRITER_UNAVAILABLE\"}";
        OwnKey own = open();
        // Each wait is twice the last, up to half a minute: a look just before it ends asks nobody.
        for (long wait : new long[] {250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            own.look();
            assertThat(own.status().fault()).startsWith("WRITER_UNAVAILABLE");
            registry.refuse = 0;
            pass(Duration.ofMillis(wait).minusNanos(1));
            own.look();
            assertThat(registry.enrolled).as("before %s ms", wait).isEmpty();
            registry.refuse = 503;
            pass(Duration.ofNanos(1));
        }
        registry.refuse = 0;
        own.look();
        assertThat(registry.enrolled).hasSize(1);
    }

    @Test
    void aRefusedEnrolmentKeyIsTriedOnceAMinuteAndAnotherOneAtOnce() throws Exception {
        write(FIRST);
        registry.refuse = 401;
        registry.refusal = "{\"code\":\"UNAUTHENTICATED\"}";
        OwnKey own = open();
        own.look();
        assertThat(own.status().fault()).startsWith("UNAUTHENTICATED").doesNotContain(FIRST);
        registry.refuse = 0;
        pass(Duration.ofSeconds(59));
        own.look();
        assertThat(registry.enrolled).isEmpty();

        write(SECOND);
        own.look();
        assertThat(registry.used).containsOnlyKeys(SECOND);
        assertThat(own.status().fault()).isNull();
    }

    @Test
    void anEnrolmentKeyThatWasUsedForAnotherKeyIsNotTriedAgain() throws Exception {
        write(FIRST);
        registry.used.put(FIRST, "another");
        OwnKey own = open();
        own.look();
        assertThat(own.status().fault()).startsWith("ENROLMENT_KEY_USED");
        int asked = registry.challenges.get();
        pass(Duration.ofDays(1));
        own.look();
        assertThat(registry.challenges).hasValue(asked);
    }

    @Test
    void aNewEnrolmentKeyPreparesTheNextKeyAndActivationSwitches() throws Exception {
        OwnKey own = activeWith(FIRST);
        String first = own.required().kid();
        write(SECOND);
        own.look();
        String second = own.status().newest();
        assertThat(second).isNotEqualTo(first);
        assertThat(registry.enrolled).containsExactly(first + " ACTIVE", second + " PREPARED");

        knows(second, KeyState.PREPARED);
        own.look();
        assertThat(own.required().kid()).isEqualTo(first);

        knows(second, KeyState.ACTIVE);
        own.look();
        assertThat(own.required().kid()).isEqualTo(second);

        // The first one comes back to nobody, whatever becomes of the second.
        knows(first, KeyState.RETIRED);
        knows(second, KeyState.REVOKED);
        own.look();
        assertThat(own.current()).isEmpty();
    }

    @Test
    void theFirstContentComingBackMakesNoThirdKey() throws Exception {
        OwnKey own = activeWith(FIRST);
        write(SECOND);
        own.look();
        knows(own.status().newest(), KeyState.PREPARED);
        write(FIRST);
        own.look();
        own.look();
        assertThat(files()).hasSize(2);
        assertThat(registry.enrolled).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"RETIRED", "TAINTED", "REVOKED"})
    void aKeyThatHasEndedSignsNoMore(KeyState ended) throws Exception {
        OwnKey own = activeWith(FIRST);
        knows(own.required().kid(), ended);
        own.look();
        assertThat(own.current()).isEmpty();
        assertThat(own.status().stage()).isEqualTo(OwnKeyStatus.Stage.ENDED);
        assertThatIllegalStateException().isThrownBy(own::required).withMessageContaining("ENDED");
    }

    @Test
    void afterAnEndTheNextKeyIsEnrolledAsActive() throws Exception {
        OwnKey own = activeWith(FIRST);
        knows(own.required().kid(), KeyState.REVOKED);
        write(SECOND);
        own.look();
        assertThat(registry.enrolled.get(1)).isEqualTo(own.status().newest() + " ACTIVE");
    }

    @Test
    void whileNothingFreshIsKnownTheLastWordCounts() throws Exception {
        OwnKey own = activeWith(FIRST);
        trusted.put(own.required().kid(), new TrustedKeys.Answer.Unavailable());
        own.look();
        assertThat(own.current()).isPresent();

        OwnKey restarted = open();
        restarted.look();
        assertThat(restarted.current()).isEmpty();
    }

    @Test
    void aKeyOfAnotherUseOrPastItsEndIsNotSignedWith() throws Exception {
        write(FIRST);
        registry.use = "txn";
        OwnKey own = open();
        own.look();
        assertThat(own.status().fault()).contains("TXN");
        SigningKey key = key(own.status().newest());
        trusted.put(key.kid(), known(key, KeyUse.TXN, KeyState.ACTIVE, null));
        own.look();
        assertThat(own.current()).isEmpty();
        trusted.put(key.kid(), known(key, KeyUse.STAMP, KeyState.ACTIVE, NOW));
        own.look();
        assertThat(own.current()).isEmpty();
        trusted.put(key.kid(), known(key, KeyUse.STAMP, KeyState.ACTIVE, NOW.plusMillis(1)));
        own.look();
        assertThat(own.current()).isPresent();
    }

    @Test
    void aPassphraseSealsTheKeyAndAnotherOneDoesNotOpenIt() throws Exception {
        Path passphrase = Files.writeString(data.resolve("passphrase"), "correct horse\n");
        OwnKeySettings sealed = new OwnKeySettings(data.resolve("keys"), enrolmentFile(), KeyUse.STAMP, passphrase);
        write(FIRST);
        open(sealed).look();
        assertThat(Files.readString(files().get(0))).contains("SEALED");
        OwnKey again = open(sealed);
        again.look();
        assertThat(files()).hasSize(1);

        Files.writeString(passphrase, "wrong");
        assertThatThrownBy(() -> open(sealed)).isInstanceOf(IOException.class).hasMessageContaining("passphrase");
        Files.writeString(passphrase, " \n");
        assertThatThrownBy(() -> open(sealed)).isInstanceOf(IOException.class).hasMessageContaining("empty");
    }

    @Test
    void whateverFailsIsToldAndNothingIsThrown() throws Exception {
        OwnKey own = activeWith(FIRST);
        Files.setPosixFilePermissions(enrolmentFile(), PosixFilePermissions.fromString("rw-r--r--"));
        own.look();
        assertThat(own.status().fault()).contains("chmod 600");
        assertThat(own.current()).as("the key that was good stays").isPresent();

        OwnKey broken = open(new OwnKeySettings(data.resolve("other"), enrolmentFile(), KeyUse.STAMP, null), kid -> {
            throw new IllegalStateException("down");
        });
        write(FIRST);
        broken.look();
        assertThat(broken.status().fault()).isEqualTo("down");
    }

    @Test
    void aListenerHearsOfEachStatusOnce() throws Exception {
        OwnKey own = activeWith(FIRST);
        Files.setPosixFilePermissions(enrolmentFile(), PosixFilePermissions.fromString("rw-r--r--"));
        own.look();
        own.look();
        assertThat(heard)
                .extracting(OwnKeyStatus::stage)
                .containsExactly(OwnKeyStatus.Stage.WAITING, OwnKeyStatus.Stage.ACTIVE, OwnKeyStatus.Stage.ACTIVE);
        assertThat(heard.get(2).fault()).contains("chmod 600");
    }

    @Test
    void aListenerThatFailsEndsNothing() throws Exception {
        OwnKey own = OwnKey.start(settings(), enroller(), this::answer, status -> {
            throw new IllegalStateException("deaf");
        });
        opened.add(own);
        write(FIRST);
        await().until(() -> own.status().stage() == OwnKeyStatus.Stage.WAITING);
        knows(own.status().newest(), KeyState.ACTIVE);
        await().until(() -> own.current().isPresent());
    }

    @Test
    void aThreadOfItsOwnDoesAllThat() throws Exception {
        OwnKey own = OwnKey.start(settings(), enroller(), this::answer);
        opened.add(own);
        write(FIRST);
        await().until(() -> own.status().stage() == OwnKeyStatus.Stage.WAITING);
        knows(own.status().newest(), KeyState.ACTIVE);
        await().until(() -> own.current().isPresent());
    }

    private OwnKey activeWith(String secret) throws IOException {
        write(secret);
        OwnKey own = open();
        own.look();
        knows(own.status().newest(), KeyState.ACTIVE);
        own.look();
        return own;
    }

    private OwnKey open() throws IOException {
        return open(settings());
    }

    private OwnKey open(OwnKeySettings settings) throws IOException {
        return open(settings, this::answer);
    }

    private OwnKey open(OwnKeySettings settings, TrustedKeys keys) throws IOException {
        OwnKey own = new OwnKey(settings, enroller(), keys, () -> NOW, nanos::get, new SecureRandom(), heard::add);
        opened.add(own);
        return own;
    }

    private OwnKeySettings settings() {
        return new OwnKeySettings(data.resolve("keys"), enrolmentFile(), KeyUse.STAMP, null);
    }

    private Enroller enroller() {
        return new Enroller(registry.address(), Duration.ofSeconds(5));
    }

    private TrustedKeys.Answer answer(String kid) {
        return trusted.getOrDefault(kid, unheardOf);
    }

    private void knows(String kid, KeyState state) throws IOException {
        trusted.put(kid, known(key(kid), KeyUse.STAMP, state, null));
    }

    private static TrustedKeys.Answer known(SigningKey key, KeyUse use, KeyState state, Instant notAfter) {
        return new TrustedKeys.Answer.Known(
                new TrustedKey(key.publicKey(), "orders", use, state, Set.of(), null, notAfter));
    }

    private SigningKey key(String kid) throws IOException {
        for (Path file : files()) {
            SigningKey key = SigningKeyFile.load(file, null);
            if (key.kid().equals(kid)) {
                return key;
            }
        }
        throw new AssertionError("no file of " + kid);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("keys"))) {
            return files.sorted().toList();
        }
    }

    private Path enrolmentFile() {
        return data.resolve("enrolment.key");
    }

    private void write(String secret) throws IOException {
        Files.writeString(enrolmentFile(), secret + "\n");
        Files.setPosixFilePermissions(enrolmentFile(), PosixFilePermissions.fromString("rw-------"));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
