package dev.keyfabric.schemas.wire;

import dev.keyfabric.schemas.event.*;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** One full value of each type, always the same: what the golden bytes say. */
final class Samples {
    private static final Instant AT = Instant.parse("2026-11-21T10:15:30.123Z");
    private static final Instant LATER = Instant.parse("2027-11-21T10:15:30.124Z");
    private static final String COMMAND = "714df63e87c0179e4848694bf4a26d3ff112575d7b740e82cbe0c28af26e3217";
    private static final String CAUSE = "commands.v1-4@77";
    private static final String KEY = "key_9047cRwdvtQSQlB4rYYPllq";

    private Samples() {}

    static SpecificRecordBase of(String type) {
        return switch (type) {
            case "KeyEvent" -> keyEvent();
            case "ConsumerEvent" -> consumerEvent();
            case "PlanEvent" -> planEvent();
            case "ServiceEvent" -> serviceEvent();
            case "SigningKeyEvent" -> signingKeyEvent();
            case "Command" -> command();
            case "CommandResult" -> commandResult();
            case "NodePosition" -> nodePosition();
            case "SecurityEvent" -> securityEvent();
            default -> throw new IllegalArgumentException("no sample of the type " + type + " yet");
        };
    }

    static KeyEvent keyEvent() {
        KeySecret secret =
                new KeySecret(bytes(32), "sha-256", "kf_live", "Lq17", SecretStatus.RETIRING, AT, LATER, COMMAND);
        KeyState state = new KeyState(
                KEY,
                "acme",
                "Zoë's key",
                Environment.LIVE,
                KeyStatus.REVOKED,
                RevocationReason.COMPROMISED,
                "seen in a log",
                List.of(secret),
                List.of("orders:read", "orders:*"),
                List.of("orders"),
                List.of("10.0.0.0/8", "2001:db8::/32"),
                AT,
                LATER,
                List.of(new RateLimit("burst", 20L, 1L)),
                "{\"team\":\"blue\"}",
                new Enrolment(SigningUse.TXN, "node-a", List.of("orders")),
                List.of("mtls"),
                1_763_720_130_123L,
                AT,
                "alice",
                LATER,
                "bob");
        return new KeyEvent(KeyEventType.KEY_REVOKED, AT, "bob", Door.HTTP, "leak", CAUSE, state, digest(), "topic-id");
    }

    static ConsumerEvent consumerEvent() {
        ConsumerState state = new ConsumerState(
                "acme", "Acme Ltd", "gold", ConsumerStatus.SUSPENDED, "{}", List.of(), 7L, AT, "alice", LATER, "bob");
        return new ConsumerEvent(
                ConsumerEventType.CONSUMER_SUSPENDED, AT, "bob", Door.CLI, null, CAUSE, state, null, null);
    }

    private static PlanEvent planEvent() {
        PlanState state = new PlanState(
                "gold",
                "Gold",
                List.of(new RateLimit("sustained", 1000L, 60L)),
                List.of(new Quota("monthly", 1_000_000L, QuotaPeriod.MONTH)),
                86_400L,
                null,
                List.of(),
                1L,
                AT,
                "alice",
                AT,
                "alice");
        return new PlanEvent(PlanEventType.PLAN_DEFINED, AT, "alice", Door.HTTP, null, CAUSE, state, null, null);
    }

    private static ServiceEvent serviceEvent() {
        ServiceState state = new ServiceState(
                "orders",
                "Orders",
                List.of("payments"),
                List.of("orders:read"),
                List.of(new Route("r1", "orders", List.of("orders:read"), false)),
                3_600_000L,
                List.of(stampPolicy()),
                true,
                false,
                List.of(),
                1L,
                AT,
                "alice",
                AT,
                "alice");
        return new ServiceEvent(
                ServiceEventType.SERVICE_DEFINED, AT, "alice", Door.HTTP, null, CAUSE, state, null, null);
    }

    private static SigningKeyEvent signingKeyEvent() {
        SigningKeyState state = new SigningKeyState(
                "kid-1",
                "orders",
                SigningUse.TXN,
                SigningKeyStatus.TAINTED,
                "EdDSA",
                "{\"kty\":\"OKP\"}",
                List.of("orders"),
                List.of("admin"),
                LATER,
                AT,
                List.of(),
                3L,
                AT,
                "alice",
                LATER,
                "bob");
        return new SigningKeyEvent(
                SigningKeyEventType.SIGNING_KEY_TAINTED, AT, "bob", Door.REGISTRY, null, CAUSE, state, null, null);
    }

    private static Command command() {
        KeyDraft key = new KeyDraft(
                "batch",
                Environment.TEST,
                List.of("orders:read"),
                List.of(),
                null,
                null,
                LATER,
                List.of(new RateLimit("burst", 20L, 1L)),
                "{}",
                null,
                List.of("notBefore"));
        return new Command(
                CommandType.ISSUE_KEY,
                COMMAND,
                "attempt-1",
                KEY,
                "acme",
                "alice",
                Door.HTTP,
                AT,
                LATER,
                "new batch job",
                null,
                6L,
                new ConsumerDraft("Acme Ltd", null, null, List.of("plan")),
                key,
                new SecretDraft(bytes(32), "sha-256", "kf_test", "0mLq"),
                60L,
                RevocationReason.OTHER,
                new SigningKeyDraft(
                        SigningUse.ADMIN, "alice", "EdDSA", "{\"kty\":\"OKP\"}", List.of(), List.of("issuer"), LATER),
                SigningKeyStatus.PREPARED,
                AT,
                new ServiceDraft(
                        "Orders",
                        List.of("payments"),
                        List.of("orders:read"),
                        List.of(new Route("r1", "orders", List.of("orders:read"), false)),
                        3_600_000L,
                        List.of(stampPolicy()),
                        true,
                        false),
                new PlanDraft(
                        "Gold",
                        List.of(new RateLimit("sustained", 1000L, 60L)),
                        List.of(new Quota("monthly", 1_000_000L, QuotaPeriod.MONTH)),
                        86_400L,
                        null));
    }

    private static StampPolicy stampPolicy() {
        return new StampPolicy(
                "orders.v1",
                StampProfile.SIGNED,
                StampTime.APPEND,
                300L,
                List.of("orders"),
                OnRevoked.REJECT,
                StampedTombstones.REFUSED,
                true);
    }

    private static CommandResult commandResult() {
        Problem problem = new Problem(
                "VALIDATION_FAILED",
                422,
                "one field is wrong",
                List.of(new FieldError("/name", "TOO_LONG", "over 200")));
        return new CommandResult(
                COMMAND,
                "attempt-1",
                CommandType.ISSUE_KEY,
                Outcome.REFUSED,
                KEY,
                problem,
                bytes(32),
                bytes(3),
                Map.of("keys.v1", 1),
                6L,
                true,
                AT,
                AT,
                LATER,
                List.of(COMMAND + "/0"));
    }

    static NodePosition nodePosition() {
        return new NodePosition(
                "node-a",
                Map.of("keys.v1", List.of(0L, 17L, 4_294_967_296L)),
                AT,
                12L,
                86_400_000L,
                true,
                "0.1.0",
                Map.of("keys.v1", "q7vZ1nDzQ0yq2R5m8S3xTw"),
                43);
    }

    private static Digest digest() {
        return new Digest("sum-sha256", 40L, Map.of("ACTIVE", 39L), bytes(32));
    }

    private static ByteBuffer bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 - 3);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static SecurityEvent securityEvent() {
        return new SecurityEvent(
                SecurityEventType.CREDENTIAL_REFUSED,
                "validator/orders-1",
                "REVOKED",
                "authorize",
                "alice",
                KEY,
                "2001:db8::7",
                CAUSE,
                "refused",
                17L,
                AT,
                LATER);
    }
}
