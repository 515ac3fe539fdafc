package dev.keyfabric.registry.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.ConsumerDraft;
import dev.keyfabric.schemas.event.Enrolment;
import dev.keyfabric.schemas.event.Environment;
import dev.keyfabric.schemas.event.FieldError;
import dev.keyfabric.schemas.event.KeyDraft;
import dev.keyfabric.schemas.event.RateLimit;
import dev.keyfabric.schemas.event.RevocationReason;
import dev.keyfabric.schemas.event.SecretDraft;
import dev.keyfabric.schemas.event.SigningUse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRulesTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

    @Test
    void wellFormedCommandsHaveNoFaults() {
        assertThat(CommandRules.check(Commands.register("acme", NOW).build(), NOW))
                .isEmpty();
        assertThat(CommandRules.check(Commands.issue("acme", "one", NOW).build(), NOW))
                .isEmpty();
        assertThat(issue(draft -> draft.setScopes(List.of("a", "orders:*", "*", "a.b_c-d:e"))
                        .setAudiences(List.of("orders", "Payments.v2"))
                        .setIpAllowlist(List.of("10.0.0.0/8", "2001:db8::/32", "::/0", "127.0.0.1/32"))
                        .setNotBefore(NOW.minusSeconds(1))
                        .setExpiresAt(NOW.plusSeconds(1))
                        .setRateLimits(List.of(limit("burst", 20, 1), limit("sustained", 1000, 60)))
                        .setMetadata("{\"a\":{\"b\":[1,null,\"x\"]}}")))
                .isEmpty();
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of()))).isEmpty();
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of("orders"))))
                .isEmpty();
        assertThat(issue(draft -> enrols(draft, SigningUse.TXN, List.of("orders", "payments"))))
                .isEmpty();
    }

    @Test
    void anEnrolmentKeyIsForNothingElseAndNotForLong() {
        assertThat(issue(draft -> enrols(draft, SigningUse.ADMIN, List.of())))
                .containsOnly("/enrols/use UNKNOWN_VALUE");
        assertThat(issue(draft -> enrols(draft, SigningUse.REGISTRY, List.of())))
                .containsOnly("/enrols/use UNKNOWN_VALUE");
        assertThat(issue(draft -> enrols(draft, SigningUse.TXN, List.of()))).containsOnly("/enrols/services REQUIRED");
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of("payments"))))
                .containsOnly("/enrols/services NOT_ALLOWED");
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of()).setScopes(List.of("a"))))
                .containsOnly("/scopes NOT_ALLOWED");
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of()).setIpAllowlist(List.of("10.0.0.0/8"))))
                .containsOnly("/ipAllowlist NOT_ALLOWED");
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of()).setExpiresAt(null)))
                .isEmpty();
        assertThat(issue(draft -> enrols(draft, SigningUse.STAMP, List.of()).setExpiresAt(NOW.plusSeconds(7200))))
                .containsOnly("/expiresAt OUT_OF_RANGE");
    }

    private static KeyDraft.Builder enrols(KeyDraft.Builder draft, SigningUse use, List<String> services) {
        return draft.setScopes(List.of())
                .setExpiresAt(NOW.plusSeconds(3600))
                .setEnrols(Enrolment.newBuilder()
                        .setUse(use)
                        .setOwner("orders")
                        .setServices(services)
                        .build());
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(issue(draft -> draft.setName(" ")
                        .setEnvironment(null)
                        .setScopes(List.of("ok", "NOT OK"))
                        .setIpAllowlist(List.of("nowhere"))
                        .setExpiresAt(NOW)
                        .setRateLimits(List.of(limit("a", 1, 1), limit("a", 0, 0)))
                        .setMetadata("[]")))
                .containsExactlyInAnyOrder(
                        "/name BLANK",
                        "/environment REQUIRED",
                        "/scopes/1 INVALID_FORMAT",
                        "/ipAllowlist/0 INVALID_FORMAT",
                        "/expiresAt IN_THE_PAST",
                        "/rateLimits/1/name DUPLICATE",
                        "/rateLimits/1/quota OUT_OF_RANGE",
                        "/rateLimits/1/windowSeconds OUT_OF_RANGE",
                        "/metadata INVALID_FORMAT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b-c_9", "0"})
    void idsThatAreValid(String id) {
        assertThat(faults(Commands.register(id, NOW))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".a", "-a", "a b", "ä", "a/b", "a\n", "~tick"})
    void idsThatAreNot(String id) {
        assertThat(faults(Commands.register(id, NOW)
                        .setConsumer(ConsumerDraft.newBuilder().setName("a").build())))
                .containsExactly("/id INVALID_FORMAT");
        assertThat(faults(Commands.issue("acme", "one", NOW).setRouting(id)))
                .containsExactly("/consumerId INVALID_FORMAT");
    }

    @Test
    void anIdHasAtMost64Characters() {
        assertThat(faults(Commands.register("x".repeat(64), NOW))).isEmpty();
        assertThat(faults(Commands.register("x".repeat(65), NOW))).containsExactly("/id INVALID_FORMAT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", ":a", "a*", "a:*:b", "*:a", "a:**", "orders.*x", "a b", "a\u0000"})
    void scopesThatAreNone(String scope) {
        assertThat(issue(draft -> draft.setScopes(List.of(scope)))).containsExactly("/scopes/0 INVALID_FORMAT");
    }

    @Test
    void listsAreBoundedAndTheirElementsDifferent() {
        assertThat(issue(draft -> draft.setScopes(numbered(64)))).isEmpty();
        assertThat(issue(draft -> draft.setScopes(numbered(65)))).containsExactly("/scopes TOO_MANY");
        assertThat(issue(draft -> draft.setAudiences(numbered(65)))).containsExactly("/audiences TOO_MANY");
        assertThat(issue(draft -> draft.setScopes(List.of("a", "b", "a")))).containsExactly("/scopes/2 DUPLICATE");
        assertThat(issue(draft -> draft.setIpAllowlist(Collections.nCopies(129, "10.0.0.0/8"))))
                .containsExactly("/ipAllowlist TOO_MANY");
        assertThat(issue(draft -> draft.setRateLimits(Collections.nCopies(9, limit("a", 1, 1)))))
                .containsExactly("/rateLimits TOO_MANY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "192.168.1.0/24",
                "255.255.255.255/32",
                "::1/128",
                "fe80::/10",
                "1:2:3:4:5:6:7:8/128",
                "1::8/128",
                "2001:DB8::/32"
            })
    void blocksThatAreBlocks(String block) {
        assertThat(Cidr.fault(block)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.256/32",
                "010.0.0.0/8",
                "10.0.0.1/8",
                "0x0a.0.0.0/8",
                "localhost/32",
                "::/129",
                ":::/0",
                "1:2:3:4:5:6:7/128",
                "1:2:3:4:5:6:7:8:9/128",
                "1::2::3/128",
                "12345::/16",
                "::ffff:1.2.3.4/128",
                "fe80::1%eth0/128",
                "g::/16",
                "10.0.0.0/8/8",
                " 10.0.0.0/8",
                "2001:db8::1/32",
                "１0.0.0.0/8"
            })
    void blocksThatAreNone(String block) {
        assertThat(Cidr.fault(block)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "1",
                "[]",
                "{",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{a:1}",
                "{\"a\":NaN}"
            })
    void metadataThatIsNoObject(String metadata) {
        assertThat(faults(Commands.register("acme", NOW)
                        .setConsumer(ConsumerDraft.newBuilder()
                                .setName("a")
                                .setMetadata(metadata)
                                .build())))
                .containsExactly("/metadata INVALID_FORMAT");
    }

    @Test
    void metadataIsBounded() {
        assertThat(issue(draft -> draft.setMetadata("{\"a\":\"" + "ä".repeat(8188) + "\"}")))
                .isEmpty();
        assertThat(issue(draft -> draft.setMetadata("{\"a\":\"" + "ä".repeat(8189) + "\"}")))
                .containsExactly("/metadata TOO_LONG");
        assertThat(issue(draft -> draft.setMetadata("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}")))
                .containsExactly("/metadata INVALID_FORMAT");
    }

    @ParameterizedTest
    @CsvSource({
        "'a\tb', CONTROL_CHARACTER",
        "'a\u0085b', CONTROL_CHARACTER",
        "'a\u2028b', CONTROL_CHARACTER",
        "'   ', BLANK"
    })
    void namesThatAreNone(String name, String code) {
        assertThat(issue(draft -> draft.setName(name))).containsExactly("/name " + code);
    }

    @Test
    void aNameHas200CharactersWhateverTheirBytes() {
        assertThat(issue(draft -> draft.setName("😀".repeat(200)))).isEmpty();
        assertThat(issue(draft -> draft.setName("😀".repeat(201)))).containsExactly("/name TOO_LONG");
    }

    @Test
    void aPeriodMustHaveALength() {
        assertThat(issue(draft -> draft.setNotBefore(NOW.plusSeconds(10)).setExpiresAt(NOW.plusSeconds(10))))
                .containsExactly("/expiresAt NOT_AFTER_NOT_BEFORE");
    }

    @Test
    void onlyWhatCanBeWithoutAValueIsCleared() {
        assertThat(updateOfKey("notBefore", "expiresAt")).isEmpty();
        assertThat(updateOfKey("scopes")).containsExactly(" NOT_CLEARABLE");
        assertThat(updateOfKey("clears")).containsExactly(" NOT_CLEARABLE");
        assertThat(updateOfKey("nothing such")).containsExactly(" NOT_CLEARABLE");
        assertThat(updateOfKey("expiresAt", "expiresAt")).containsExactly("/expiresAt DUPLICATE");
        assertThat(updateOfKey(Collections.nCopies(17, "expiresAt").toArray(String[]::new)))
                .containsExactly(" TOO_MANY");
        assertThat(issue(draft -> draft.setClears(List.of("expiresAt")))).containsExactly(" NOT_CLEARABLE");
        assertThat(faults(Commands.consumer("acme", CommandType.UPDATE_CONSUMER, NOW)
                        .setConsumer(ConsumerDraft.newBuilder()
                                .setPlan("gold")
                                .setClears(List.of("plan"))
                                .build())))
                .containsExactly("/plan DUPLICATE");
        assertThat(faults(Commands.register("acme", NOW)
                        .setConsumer(ConsumerDraft.newBuilder()
                                .setName("a")
                                .setClears(List.of("plan"))
                                .build())))
                .containsExactly(" NOT_CLEARABLE");
    }

    private static List<String> updateOfKey(String... clears) {
        return faults(Commands.about("key", "key", CommandType.UPDATE_KEY, NOW)
                .setKey(KeyDraft.newBuilder().setClears(List.of(clears)).build()));
    }

    @Test
    void aWholeKeyStandsInNoText() {
        String key = ApiKey.generate("kf_live", new java.util.Random(5)).reveal();

        assertThat(issue(draft -> draft.setName("it is " + key + "."))).containsExactly("/name HOLDS_A_KEY");
        assertThat(issue(draft -> draft.setMetadata("{\"a\":\"x_" + key + "\"}")))
                .containsExactly("/metadata HOLDS_A_KEY");
        assertThat(issue(draft -> draft.setAudiences(List.of("a", key)))).containsExactly("/audiences/1 HOLDS_A_KEY");
        assertThat(faults(Commands.register(key, NOW))).containsExactly("/id HOLDS_A_KEY", "/name HOLDS_A_KEY");
        assertThat(faults(Commands.about("key", "key", CommandType.REVOKE_KEY, NOW)
                        .setComment("leaked: " + key)))
                .containsExactly("/comment HOLDS_A_KEY");
        assertThat(issue(draft -> draft.setName(key.substring(0, key.length() - 1))))
                .isEmpty();
    }

    @Test
    void whatIsFixedAtIssueIsNotUpdated() {
        Command.Builder update = Commands.about("key", "key", CommandType.UPDATE_KEY, NOW)
                .setKey(KeyDraft.newBuilder().setEnvironment(Environment.TEST).build());

        assertThat(faults(update)).containsExactly("/environment IMMUTABLE");
        assertThat(faults(Commands.about("key", "key", CommandType.UPDATE_KEY, NOW)))
                .containsExactly(" REQUIRED");
        assertThat(faults(Commands.consumer("acme", CommandType.UPDATE_CONSUMER, NOW)))
                .containsExactly(" REQUIRED");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "2592000, true", "2592001, false", "-1, false"})
    void aGraceLastsAtMostThirtyDays(long seconds, boolean valid) {
        Command.Builder rotate =
                Commands.key("key", CommandType.ROTATE_KEY, NOW).setGraceSeconds(seconds);

        assertThat(faults(rotate)).hasSize(valid ? 0 : 1);
    }

    @Test
    void aSecretIsASha256OfItsEnvironment() {
        assertThat(secret(s -> s.setHash(ByteBuffer.allocate(31)))).containsExactly("/secret/hash INVALID_FORMAT");
        assertThat(secret(s -> s.setAlgorithm("md5"))).containsExactly("/secret/algorithm UNKNOWN_VALUE");
        assertThat(secret(s -> s.setPrefix("kf_test"))).containsExactly("/secret/prefix ENVIRONMENT_MISMATCH");
        assertThat(secret(s -> s.setPrefix("acme_live"))).isEmpty();
        assertThat(secret(s -> s.setPrefix("KF LIVE_live"))).containsExactly("/secret/prefix INVALID_FORMAT");
        assertThat(secret(s -> s.setLastFour("abc"))).containsExactly("/secret/lastFour INVALID_FORMAT");
        assertThat(faults(Commands.issue("acme", "one", NOW).setSecret(null))).containsExactly("/secret REQUIRED");
    }

    @Test
    void reasonsAndCommentsAreBounded() {
        Command.Builder revoke = Commands.key("key", CommandType.REVOKE_KEY, NOW)
                .setRevocationReason(RevocationReason.UNKNOWN)
                .setComment("x".repeat(1001));

        assertThat(faults(revoke)).containsExactlyInAnyOrder("/reason UNKNOWN_VALUE", "/comment TOO_LONG");
    }

    /** Whatever a field holds, the rules answer, and a command they pass never makes a record too long for its topic. */
    @Test
    void noContentMakesTheRulesThrow() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            Command.Builder command = Commands.issue(noise(random), "s" + i, NOW)
                    .setReason(noise(random))
                    .setKey(KeyDraft.newBuilder()
                            .setName(noise(random))
                            .setEnvironment(random.nextBoolean() ? Environment.LIVE : Environment.UNKNOWN)
                            .setScopes(List.of(noise(random), noise(random)))
                            .setIpAllowlist(List.of(noise(random)))
                            .setMetadata(noise(random))
                            .setExpiresAt(NOW.plusSeconds(random.nextInt(100) - 50))
                            .setRateLimits(List.of(limit(noise(random), random.nextLong(), random.nextLong())))
                            .build());
            assertThat(CommandRules.check(command.build(), NOW))
                    .as("seed %s, case %s", seed, i)
                    .isNotNull();
        }
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        String likely = "/:.*0123456789abcXYZ{}[]\"\\, -_\n\u0000\ud800é";
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(likely.charAt(random.nextInt(likely.length())));
        }
        return text.toString();
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).toList();
    }

    private static RateLimit limit(String name, long quota, long seconds) {
        return new RateLimit(name, quota, seconds);
    }

    private static List<String> issue(Consumer<KeyDraft.Builder> change) {
        Command.Builder command = Commands.issue("acme", "one", NOW);
        KeyDraft.Builder draft = KeyDraft.newBuilder(command.getKey());
        change.accept(draft);
        return faults(command.setKey(draft.build()));
    }

    private static List<String> secret(Consumer<SecretDraft.Builder> change) {
        SecretDraft.Builder secret = SecretDraft.newBuilder(Commands.secret("one"));
        change.accept(secret);
        return faults(Commands.issue("acme", "one", NOW).setSecret(secret.build()));
    }

    private static List<String> faults(Command.Builder command) {
        return CommandRules.check(command.build(), NOW).stream()
                .map((FieldError error) -> error.getField() + " " + error.getCode())
                .toList();
    }
}
