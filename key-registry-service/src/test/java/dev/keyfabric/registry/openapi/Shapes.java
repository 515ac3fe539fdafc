package dev.keyfabric.registry.openapi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON objects of the interface: each member with its type. {@code string}, {@code time} (RFC 3339), {@code duration} (ISO 8601),
 * {@code integer}, {@code boolean}, {@code object}; {@code #Name} is another of these, {@code […]} a list, {@code a|b} one of words; a
 * question mark at the end: may be null. In a request a star at the beginning: must be there.
 */
final class Shapes {
    private static final List<String> CHANGED = List.of(
            "version: integer",
            "createdAt: time",
            "createdBy: string",
            "changedAt: time",
            "changedBy: string",
            // With Prefer: wait alone.
            "receipt: #Receipt");
    private static final String POSITION = "position: string";

    static final Map<String, Map<String, String>> ALL = all();

    private Shapes() {}

    private static Map<String, Map<String, String>> all() {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        answers(all);
        trust(all);
        wishes(all);
        return Collections.unmodifiableMap(all);
    }

    private static void answers(Map<String, Map<String, String>> all) {
        add(
                all,
                "Consumer",
                CHANGED,
                "consumerId: string",
                "name: string",
                "plan: string?",
                "status: ACTIVE|SUSPENDED|DELETED|UNREADABLE",
                "metadata: object",
                POSITION);
        add(
                all,
                "Key",
                CHANGED,
                "keyId: string",
                // When a secret is made alone.
                "key: string",
                "consumerId: string",
                "name: string",
                "environment: live|test",
                "status: ACTIVE|SUSPENDED|REVOKED|UNREADABLE",
                "reason: string?",
                "comment: string?",
                "secrets: [#Secret]",
                "scopes: [string]",
                "audiences: [string]",
                "ipAllowlist: [string]",
                "notBefore: time?",
                "expiresAt: time?",
                "rateLimits: [#RateLimit]",
                "metadata: object",
                "enrols: #Enrols?",
                POSITION);
        add(
                all,
                "Secret",
                List.of(),
                "prefix: string",
                "lastFour: string",
                "status: current|retiring|retired",
                "createdAt: time",
                "retiresAt: time?");
        add(all, "RateLimit", List.of(), "name: string", "quota: integer", "windowSeconds: integer");
        add(all, "Quota", List.of(), "name: string", "quota: integer", "period: hour|day|month");
        add(all, "Enrols", List.of(), "use: txn|stamp", "owner: string", "services: [string]");
        add(
                all,
                "Plan",
                CHANGED,
                "planId: string",
                "name: string",
                "status: DEFINED|UNREADABLE",
                "rateLimits: [#RateLimit]",
                "quotas: [#Quota]",
                "maxLifetime: duration?",
                "rotateEvery: duration?",
                POSITION);
        add(
                all,
                "Service",
                CHANGED,
                "serviceId: string",
                "name: string",
                "status: DEFINED|UNREADABLE",
                "audiences: [string]",
                "scopes: [string]",
                "routes: [#Route]",
                "stalenessBound: duration?",
                "stampPolicies: [#StampPolicy]",
                "explain: boolean",
                "metadata: boolean",
                POSITION);
        add(all, "Route", List.of(), "id: string", "audience: string?", "scopes: [string]", "token: boolean");
        add(
                all,
                "StampPolicy",
                List.of(),
                "topic: string",
                "profile: signed|evidence",
                "time: append|create",
                "maxDelay: duration",
                "allowedProducers: [string]",
                "onRevoked: reject|reject-compromised|accept",
                "tombstones: refused|stamped",
                "exchange: boolean");
        add(
                all,
                "HistoryEntry",
                List.of(),
                "at: time",
                "kind: string",
                "subject: string",
                "type: string",
                "status: string?",
                "version: integer",
                "actor: string",
                "door: string",
                "reason: string?",
                "command: string?",
                POSITION);
        add(
                all,
                "Problem",
                List.of(),
                "type: string",
                "title: string",
                "status: integer",
                "detail: string",
                "code: string",
                "commandId: string?",
                "errors: [#Fault]");
        add(all, "Fault", List.of(), "field: string", "code: string", "detail: string");
    }

    private static void trust(Map<String, Map<String, String>> all) {
        add(
                all,
                "SigningKey",
                CHANGED,
                "kid: string",
                "owner: string",
                "use: txn|stamp|registry|admin",
                "services: [string]",
                "roles: [string]",
                "status: PREPARED|ACTIVE|RETIRED|TAINTED|REVOKED|UNREADABLE",
                "algorithm: string",
                "publicKey: object",
                "notAfter: time?",
                "taintedAt: time?",
                POSITION);
        add(
                all,
                "Node",
                List.of(),
                "node: string",
                "live: boolean",
                "heard: boolean",
                "ready: boolean",
                "signed: boolean",
                "heardAt: time",
                "servesUntil: time",
                "stalenessMs: integer",
                "stalenessBoundMs: integer",
                "rebuildPercent: integer?",
                "version: string",
                "revocations: #RevocationTimes",
                "nextOffsets: object");
        add(all, "RevocationTimes", List.of(), "count: integer", "p50Ms: integer", "p99Ms: integer");
        add(
                all,
                "Command",
                List.of(),
                "commandId: string",
                "type: string",
                "outcome: string",
                "subject: string",
                "version: integer",
                "position: string?",
                "firstAt: time",
                "at: time",
                "keepUntil: time",
                "problem: object?");
        add(
                all,
                "Receipt",
                List.of(),
                "confirmed: integer",
                "live: integer",
                "elapsedMs: integer",
                "pending: [string]",
                "unheard: [object]",
                "final: boolean",
                POSITION);
        add(all, "Nonce", List.of(), "nonce: string", "expiresAt: time");
        add(all, "Token", List.of(), "access_token: string", "token_type: string", "expires_in: integer");
    }

    private static void wishes(Map<String, Map<String, String>> all) {
        add(all, "NewConsumer", List.of(), "id: string", "*name: string", "plan: string?", "metadata: object");
        add(all, "ConsumerChange", List.of(), "name: string", "plan: string?", "metadata: object");
        List<String> key = List.of(
                "scopes: [string]",
                "audiences: [string]",
                "ipAllowlist: [string]",
                "notBefore: time?",
                "expiresAt: time?",
                "rateLimits: [#RateLimit]",
                "metadata: object");
        add(all, "NewKey", key, "*consumerId: string", "*name: string", "*environment: live|test", "enrols: #Enrols");
        add(all, "KeyChange", key, "name: string");
        add(all, "Rotation", List.of(), "gracePeriod: duration");
        add(
                all,
                "Revocation",
                List.of(),
                "reason: superseded|compromised|leaked|owner_request|consumer_deleted|other",
                "comment: string");
        add(
                all,
                "PlanDefinition",
                List.of(),
                "*name: string",
                "rateLimits: [#RateLimit]",
                "quotas: [#Quota]",
                "maxLifetime: duration",
                "rotateEvery: duration");
        add(
                all,
                "ServiceDefinition",
                List.of(),
                "*name: string",
                "audiences: [string]",
                "scopes: [string]",
                "routes: [#Route]",
                "stalenessBound: duration",
                "stampPolicies: [#StampPolicy]",
                "explain: boolean",
                "metadata: boolean");
        add(
                all,
                "SigningKeyEnrolment",
                List.of(),
                "*publicKey: object",
                "*nonce: string",
                "*proof: string",
                "status: PREPARED|ACTIVE");
        add(all, "SigningKeyComment", List.of(), "comment: string");
        add(all, "Taint", List.of(), "comment: string", "taintedAt: time");
        add(all, "Login", List.of(), "*username: string", "*password: string");
    }

    private static void add(Map<String, Map<String, String>> all, String name, List<String> last, String... members) {
        Map<String, String> shape = new LinkedHashMap<>();
        for (String member : members) {
            put(shape, member);
        }
        last.forEach(member -> put(shape, member));
        all.put(name, shape);
    }

    private static void put(Map<String, String> shape, String member) {
        int colon = member.indexOf(": ");
        shape.put(member.substring(0, colon), member.substring(colon + 2));
    }
}
