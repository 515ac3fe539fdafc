package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.Api.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecurityIT {
    private static final String ISSUER = "https://issuer.example";
    private static RSAKey key;
    private static RSAKey foreign;
    private static HttpServer jwks;
    private static EmbeddedBroker broker;
    private static KeyRegistry registry;
    private static Path data;

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        foreign = new RSAKeyGenerator(2048).keyID("k1").generate();
        jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        jwks.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        jwks.start();
        Path folder = Registries.folder("security");
        data = folder.resolve("registry");
        broker = EmbeddedBroker.started(folder.resolve("broker"));
        Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
        settings.put(
                "keyfabric.oidc.jwks-url",
                "http://127.0.0.1:" + jwks.getAddress().getPort() + "/jwks");
        settings.put("keyfabric.oidc.issuer", ISSUER);
        settings.put("keyfabric.oidc.audience", "keyfabric");
        settings.put("keyfabric.oidc.roles-claim", "realm.roles");
        registry = Registries.ready(settings);
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
        jwks.stop(0);
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        Api nobody = new Api(registry.url(), null);
        for (String path : List.of(
                "/v1/keys",
                "/v1/consumers/a",
                "/v1/nodes",
                "/v1/plans",
                "/v1/plans/a",
                "/v1/services",
                "/v1/services/a",
                "/v1/signing-keys",
                "/v1/signing-keys/a",
                "/v1/commands/a",
                "/v1/receipts/a",
                "/schema-registry/subjects",
                "/nothing",
                "/beans",
                "/env",
                "/loggers",
                "/refresh",
                "/login")) {
            Answer answer = nobody.get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.at("/code")).isEqualTo("UNAUTHENTICATED");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(nobody.post("/v1/consumers", "{\"name\":\"a\"}").status()).isEqualTo(401);
        assertThat(nobody.get("/health/liveness").status()).isEqualTo(200);
        assertThat(nobody.get("/.well-known/jwks.json").status()).isEqualTo(200);
        assertThat(nobody.get("/health/readiness").at("/status")).isEqualTo("UP");
        assertThat(nobody.get("/prometheus").text()).contains("keyfabric_registry_ready 1");
    }

    @Test
    void anAdminMayDoEverythingAndIsNamedWithItsIssuer() throws Exception {
        Api admin = api(claims().build(), key);

        Answer made = admin.post("/v1/consumers", "{\"name\":\"by oidc\"}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.at("/createdBy")).isEqualTo("ada@" + ISSUER);
    }

    @Test
    void anAuditorMayReadAndNothingElse() throws Exception {
        Api auditor = api(claims("auditor").build(), key);

        assertThat(auditor.get("/v1/keys").status()).isEqualTo(200);
        assertThat(auditor.get("/schema-registry/subjects").status()).isEqualTo(200);
        Answer refused = auditor.post("/v1/consumers", "{\"name\":\"a\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/code")).isEqualTo("FORBIDDEN");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(auditor.delete("/v1/consumers/a").status()).isEqualTo(403);
        assertThat(auditor.get("/v1/signing-keys").status()).isEqualTo(200);
        assertThat(auditor.get("/v1/services").status()).isEqualTo(200);
        assertThat(auditor.get("/v1/plans").status()).isEqualTo(200);
        for (String path : List.of(
                "/v1/signing-keys",
                "/v1/signing-keys/challenge",
                "/v1/signing-keys/k/activate",
                "/v1/signing-keys/k/retire",
                "/v1/signing-keys/k/taint",
                "/v1/signing-keys/k/revoke")) {
            assertThat(auditor.post(path, "{}").status()).as(path).isEqualTo(403);
        }
        assertThat(auditor.send("PUT", "/v1/plans/a", "{\"name\":\"a\"}").status())
                .isEqualTo(403);
        assertThat(auditor.send("PUT", "/v1/services/a", "{\"name\":\"a\"}").status())
                .isEqualTo(403);
    }

    @Test
    void anIssuerThatIsBoundToNothingOrAStrangerToOurRolesMayNothing() throws Exception {
        assertThat(api(claims("issuer").build(), key).get("/v1/keys").status()).isEqualTo(403);
        assertThat(api(claims("other").build(), key).get("/v1/keys").status()).isEqualTo(403);
        JWTClaimsSet noRoles =
                new JWTClaimsSet.Builder(claims().build()).claim("realm", null).build();
        assertThat(api(noRoles, key).get("/v1/keys").status()).isEqualTo(403);
    }

    @Test
    void anIssuerOfAConsumerLooksAfterItsKeysAndSeesNoOthers() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        Api issuer = api(
                claims("issuer").claim("keyfabric_consumers", List.of("mine")).build(), key);
        String foreign = admin.post("/v1/keys", key("theirs", "")).at("/keyId");

        Answer issued = issuer.post("/v1/keys", key("mine", ""));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        String own = "/v1/keys/" + issued.at("/keyId");
        assertThat(issuer.get(own).status()).isEqualTo(200);
        assertThat(issuer.get("/v1/keys?consumerId=mine").status()).isEqualTo(200);
        assertThat(issuer.patch(own, "{\"name\":\"renamed\"}").status()).isEqualTo(200);
        for (String change : List.of("rotate", "suspend", "reinstate", "revoke")) {
            assertThat(issuer.post(own + "/" + change, null).status())
                    .as(change)
                    .isEqualTo(200);
        }

        assertThat(issuer.post("/v1/keys", key("theirs", "")).at("/code")).isEqualTo("FORBIDDEN");
        assertThat(issuer.post("/v1/keys", key("", "")).status()).isEqualTo(403);
        assertThat(issuer.post(
                                "/v1/keys",
                                key("mine", ",\"enrols\":{\"use\":\"txn\",\"owner\":\"n\",\"services\":[\"orders\"]}"))
                        .status())
                .isEqualTo(403);
        assertThat(issuer.get("/v1/keys").status()).isEqualTo(403);
        assertThat(issuer.get("/v1/keys?consumerId=theirs").status()).isEqualTo(403);
        assertThat(issuer.get("/v1/keys/" + foreign).status()).isEqualTo(404);
        assertThat(issuer.patch("/v1/keys/" + foreign, "{\"name\":\"x\"}").status())
                .isEqualTo(404);
        for (String change : List.of("rotate", "suspend", "reinstate", "revoke")) {
            assertThat(issuer.post("/v1/keys/" + foreign + "/" + change, null).status())
                    .as(change)
                    .isEqualTo(404);
        }
        assertThat(admin.get("/v1/keys/" + foreign).at("/status")).isEqualTo("ACTIVE");
        for (String path : List.of(
                "/v1/consumers",
                "/v1/consumers/mine",
                "/v1/plans",
                "/v1/services",
                "/v1/signing-keys",
                "/v1/history",
                "/v1/nodes",
                "/v1/commands/a")) {
            assertThat(issuer.get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(issuer.post("/v1/consumers", "{\"name\":\"a\"}").status()).isEqualTo(403);
        assertThat(issuer.send("PUT", "/v1/services/orders", "{\"name\":\"a\"}").status())
                .isEqualTo(403);
    }

    @Test
    void anIssuerReadsTheReceiptsOfWhatWasDoneToItsKeys() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        Api issuer = api(
                claims("issuer").claim("keyfabric_consumers", List.of("mine")).build(), key);
        Answer issued = issuer.post("/v1/keys", key("mine", ""));
        String own = "/v1/keys/" + issued.at("/keyId");
        Answer suspended = admin.post(own + "/suspend", null);
        Answer revoked = issuer.post(own + "/revoke", null);

        for (Answer done : List.of(issued, suspended, revoked)) {
            Answer receipt = issuer.get(receipt(done), "Prefer", "wait=1");
            assertThat(receipt.status()).as(receipt.text()).isEqualTo(200);
            assertThat(receipt.at("/final")).isEqualTo("true");
        }
    }

    @Test
    void aReceiptThatIsNoneOfItsBusinessIsToAnIssuerAsOneThatIsNotThere() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        Api issuer = api(claims("issuer").claim("keyfabric_audiences", "orders").build(), key);
        Answer foreign = admin.post("/v1/keys", key("theirs", ""));
        Answer widened = issuer.post("/v1/keys", key("theirs", ",\"audiences\":[\"orders\"]"));
        assertThat(issuer.get(receipt(widened)).status()).isEqualTo(200);
        admin.patch("/v1/keys/" + widened.at("/keyId"), "{\"audiences\":[]}");
        Answer enrols = admin.post(
                "/v1/keys",
                key(
                        "theirs",
                        ",\"audiences\":[\"orders\"],\"enrols\":{\"use\":\"txn\",\"owner\":\"n\",\"services\":[\"orders\"]}"));
        Answer service = admin.send("PUT", "/v1/services/orders", "{\"name\":\"Orders again\"}");

        String unknown = issuer.get("/v1/receipts/" + "0".repeat(64)).text();
        for (Answer done : List.of(foreign, widened, enrols, service)) {
            assertThat(admin.get(receipt(done)).status()).as(done.text()).isEqualTo(200);
            Answer hidden = issuer.get(receipt(done));
            assertThat(hidden.status()).as(done.text()).isEqualTo(404);
            assertThat(hidden.text()).isEqualTo(unknown);
        }
    }

    private static String receipt(Answer done) {
        return "/v1/receipts/" + done.header("Keyfabric-Command");
    }

    @Test
    void theListOfAnIssuerHoldsNoKeysThatEnrolAsItCouldNotReadThem() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        admin.post("/v1/consumers", "{\"id\":\"lists\",\"name\":\"Lists\"}");
        String ordinary = admin.post("/v1/keys", key("lists", "")).at("/keyId");
        String enrols = admin.post(
                        "/v1/keys",
                        key("lists", ",\"enrols\":{\"use\":\"txn\",\"owner\":\"n\",\"services\":[\"orders\"]}"))
                .at("/keyId");
        assertThat(enrols).startsWith("key_");
        Api issuer = api(
                claims("issuer").claim("keyfabric_consumers", List.of("lists")).build(), key);

        Answer list = issuer.get("/v1/keys?consumerId=lists");

        assertThat(list.json().at("/items").findValuesAsText("keyId")).containsExactly(ordinary);
        assertThat(admin.get("/v1/keys?consumerId=lists").json().at("/items").findValuesAsText("keyId"))
                .containsExactlyInAnyOrder(ordinary, enrols);
    }

    @Test
    void aRepeatGivesAnIssuerNoSecretOfAKeyThatIsNotItsOwnAnyMore() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        Api issuer = api(claims("issuer").claim("keyfabric_audiences", "orders").build(), key);
        String body = key("theirs", ",\"audiences\":[\"orders\"]");
        Answer issued = issuer.post("/v1/keys", body, "Idempotency-Key", "widened");
        assertThat(issuer.post("/v1/keys", body, "Idempotency-Key", "widened").status())
                .isEqualTo(201);
        String version = admin.patch("/v1/keys/" + issued.at("/keyId"), "{\"audiences\":[]}")
                .at("/version");

        Answer repeated = issuer.post("/v1/keys", body, "Idempotency-Key", "widened");

        assertThat(repeated.status()).as(repeated.text()).isEqualTo(404);
        assertThat(repeated.text()).doesNotContain("kf_live");
        assertThat(admin.get("/v1/keys/" + issued.at("/keyId")).at("/version")).isEqualTo(version);
    }

    @Test
    void anIssuerOfAServiceIssuesKeysForItAndForNothingElse() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        Api issuer = api(claims("issuer").claim("keyfabric_audiences", "orders").build(), key);

        Answer issued = issuer.post("/v1/keys", key("theirs", ",\"audiences\":[\"orders\"]"));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        String own = "/v1/keys/" + issued.at("/keyId");
        assertThat(issuer.get(own).status()).isEqualTo(200);
        assertThat(issuer.post(own + "/rotate", null).status()).isEqualTo(200);
        for (String audiences : List.of("[]", "[\"payments\"]", "[\"orders\",\"payments\"]")) {
            assertThat(issuer.post("/v1/keys", key("theirs", ",\"audiences\":" + audiences))
                            .status())
                    .as(audiences)
                    .isEqualTo(403);
            assertThat(issuer.patch(own, "{\"audiences\":" + audiences + "}").status())
                    .as(audiences)
                    .isEqualTo(403);
        }
        assertThat(issuer.post("/v1/keys", key("theirs", "")).status()).isEqualTo(403);
        assertThat(issuer.get("/v1/keys?consumerId=theirs").status()).isEqualTo(403);
        admin.patch(own, "{\"audiences\":[]}");
        assertThat(issuer.get(own).status())
                .as("given to everybody by an admin")
                .isEqualTo(404);
    }

    @Test
    void ofTwoBoundsBothHoldAndOneThatNamesNobodyLeavesNothing() throws Exception {
        Api admin = api(claims().build(), key);
        prepare(admin);
        Api both = api(
                claims("issuer")
                        .claim("keyfabric_consumers", List.of("mine"))
                        .claim("keyfabric_audiences", List.of("orders"))
                        .build(),
                key);
        assertThat(both.post("/v1/keys", key("mine", ",\"audiences\":[\"orders\"]"))
                        .status())
                .isEqualTo(201);
        assertThat(both.post("/v1/keys", key("mine", "")).status()).isEqualTo(403);
        assertThat(both.post("/v1/keys", key("theirs", ",\"audiences\":[\"orders\"]"))
                        .status())
                .isEqualTo(403);

        for (Object nobody : List.of(List.of(), 7, Map.of("mine", true), "", true)) {
            for (String claim : List.of("keyfabric_consumers", "keyfabric_audiences")) {
                Api issuer = api(claims("issuer").claim(claim, nobody).build(), key);
                assertThat(issuer.post("/v1/keys", key("mine", ",\"audiences\":[\"orders\"]"))
                                .status())
                        .as("%s = %s", claim, nobody)
                        .isEqualTo(403);
            }
        }
        Api unbound = api(claims("issuer").build(), key);
        assertThat(unbound.post("/v1/keys", key("mine", ",\"audiences\":[\"orders\"]"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void boundsGiveNoRightsToWhoeverIsNoIssuer() throws Exception {
        prepare(api(claims().build(), key));
        Api auditor = api(
                claims("auditor").claim("keyfabric_consumers", List.of("mine")).build(), key);

        assertThat(auditor.post("/v1/keys", key("mine", "")).status()).isEqualTo(403);
        assertThat(auditor.get("/v1/keys").status()).isEqualTo(200);
    }

    private static void prepare(Api admin) {
        admin.send("PUT", "/v1/services/orders", "{\"name\":\"Orders\"}");
        admin.send("PUT", "/v1/services/payments", "{\"name\":\"Payments\"}");
        admin.post("/v1/consumers", "{\"id\":\"mine\",\"name\":\"Mine\"}");
        admin.post("/v1/consumers", "{\"id\":\"theirs\",\"name\":\"Theirs\"}");
    }

    private static String key(String consumer, String more) {
        return "{\"consumerId\":\"" + consumer + "\",\"name\":\"k\",\"environment\":\"live\"" + more + "}";
    }

    @Test
    void tokensThatMustNotBeTrustedAreNot() throws Exception {
        Date past = Date.from(Instant.now().minusSeconds(3600));
        assertRefused(sign(claims().expirationTime(past).build(), key));
        assertRefused(sign(claims().expirationTime(null).build(), key));
        assertRefused(sign(claims().issuer("https://other.example").build(), key));
        assertRefused(sign(claims().audience("others").build(), key));
        assertRefused(sign(claims().subject(null).build(), key));
        assertRefused(sign(claims().subject("with\nbreak").build(), key));
        assertRefused(sign(claims().build(), foreign));
        assertRefused(new PlainJWT(claims().build()).serialize());
        assertRefused(symmetric(claims().build(), key.toRSAPublicKey().getEncoded()));
        assertRefused(symmetric(claims().issuer("keyfabric:dev-login").build(), new byte[32]));
        assertRefused(new PlainJWT(claims().issuer("keyfabric:dev-login").build()).serialize());
        assertRefused("nonsense");
        assertRefused("a.b.c");
        assertRefused("x".repeat(7000));
    }

    @Test
    void theDevelopmentLoginTakesItsPasswordAndNoOther() throws Exception {
        Api nobody = new Api(registry.url(), null);
        Answer wrong = nobody.post("/login", "{\"username\":\"admin\",\"password\":\"guess\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(nobody.post("/login", "{\"username\":\"root\",\"password\":\"" + Registries.password(data) + "\"}")
                        .status())
                .isEqualTo(401);
        assertThat(nobody.post("/login", "{\"username\":\"admin\"}").at("/errors/0/field"))
                .isEqualTo("/password");
        Answer right =
                nobody.post("/login", "{\"username\":\"admin\",\"password\":\"" + Registries.password(data) + "\"}");
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.json().get("expires_in").asLong()).isPositive();
        assertThat(new Api(registry.url(), right.at("/access_token"))
                        .get("/v1/keys")
                        .status())
                .isEqualTo(200);
        for (String file : List.of("admin.password", "dev-login.secret")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    private static void assertRefused(String token) {
        assertThat(new Api(registry.url(), token).get("/v1/keys").status())
                .as(token)
                .isEqualTo(401);
    }

    private static JWTClaimsSet.Builder claims(String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("others", "keyfabric"))
                .subject("ada")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("realm", Map.of("roles", roles.length == 0 ? List.of("admin") : List.of(roles)));
    }

    private static Api api(JWTClaimsSet claims, RSAKey with) throws Exception {
        return new Api(registry.url(), sign(claims, with));
    }

    private static String sign(JWTClaimsSet claims, RSAKey with) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID("k1")
                        .build(),
                claims);
        jwt.sign(new RSASSASigner(with));
        return jwt.serialize();
    }

    private static String symmetric(JWTClaimsSet claims, byte[] secret) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }
}
