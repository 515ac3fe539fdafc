package dev.keyfabric.registry.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.keyfabric.broker.EmbeddedBroker;
import dev.keyfabric.registry.Api;
import dev.keyfabric.registry.KeyRegistry;
import dev.keyfabric.registry.Registries;
import dev.keyfabric.registry.console.Visitor.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets into the console, and what is refused there however it is sent. */
class ConsoleDoorIT {
    private static final String ISSUER = "https://issuer.example";
    /** Every form of the console. */
    private static final List<String> FORMS = List.of(
            "/console/keys",
            "/console/keys/key_0/change",
            "/console/keys/key_0/rotate",
            "/console/keys/key_0/suspend",
            "/console/keys/key_0/reinstate",
            "/console/keys/key_0/revoke",
            "/console/consumers",
            "/console/consumers/a/change",
            "/console/consumers/a/suspend",
            "/console/consumers/a/reinstate",
            "/console/consumers/a/delete",
            "/console/plans",
            "/console/plans/a",
            "/console/services",
            "/console/services/a",
            "/console/signing-keys/a");

    private static RSAKey key;
    private static HttpServer jwks;
    private static EmbeddedBroker broker;
    private static KeyRegistry registry;
    private static Path data;

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        jwks.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        jwks.start();
        Path folder = Registries.folder("console");
        data = folder.resolve("registry");
        broker = EmbeddedBroker.started(folder.resolve("broker"));
        registry = Registries.ready(settings(data));
    }

    private static Map<String, Object> settings(Path data) {
        Map<String, Object> settings = Registries.settings(broker.bootstrapServers(), data);
        settings.put(
                "keyfabric.oidc.jwks-url",
                "http://127.0.0.1:" + jwks.getAddress().getPort() + "/jwks");
        settings.put("keyfabric.oidc.issuer", ISSUER);
        settings.put("keyfabric.oidc.audience", "keyfabric");
        return settings;
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
        jwks.stop(0);
    }

    private static Visitor admin() {
        Visitor visitor = new Visitor(registry.url());
        Answer in = visitor.login("username", "admin", "password", Registries.password(data));
        assertThat(in.status()).isEqualTo(303);
        return visitor;
    }

    private static Visitor as(String role, Object... more) throws Exception {
        Visitor visitor = new Visitor(registry.url());
        assertThat(visitor.login("token", token(role, Instant.now().plusSeconds(60), more))
                        .status())
                .isEqualTo(303);
        return visitor;
    }

    private static String token(String role, Instant expires, Object... more) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("keyfabric")
                .subject("ada")
                .claim("roles", List.of(role))
                .expirationTime(Date.from(expires));
        for (int i = 0; i < more.length; i += 2) {
            claims.claim((String) more[i], more[i + 1]);
        }
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims.build());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    @Test
    void whoIsNotLoggedInIsLedToTheLoginAndFromThereToWhereTheyWere() {
        Visitor visitor = new Visitor(registry.url());

        Answer led = visitor.get("/console/keys?q=acme&status=ACTIVE");

        assertThat(led.status()).isEqualTo(303);
        assertThat(led.header("Location"))
                .isEqualTo("/console/login?next=%2Fconsole%2Fkeys%3Fq%3Dacme%26status%3DACTIVE")
                .doesNotContain("&");
        Answer in = visitor.login(
                "username", "admin",
                "password", Registries.password(data),
                "next", "/console/keys?q=acme&status=ACTIVE");
        assertThat(in.header("Location")).isEqualTo("/console/keys?q=acme&status=ACTIVE");
        assertThat(in.header("Set-Cookie"))
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/console")
                .doesNotContain("Max-Age", "Expires");
        assertThat(visitor.get("/console/keys?q=acme&status=ACTIVE").status()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordAndABadTokenAreToldInWordsAndGiveNoSession() throws Exception {
        Visitor visitor = new Visitor(registry.url());
        Answer wrong = visitor.login("username", "admin", "password", "no");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.html()).contains("User or password is wrong");
        assertThat(visitor.login("token", "a.b.c").html()).contains("This token is not good");
        assertThat(visitor.login("token", token("admin", Instant.now().minusSeconds(120)))
                        .status())
                .isEqualTo(401);
        assertThat(visitor.login("token", token("stranger", Instant.now().plusSeconds(60)))
                        .status())
                .isEqualTo(403);
        assertThat(visitor.cookie()).isEmpty();
    }

    @Test
    void everyAnswerTellsTheBrowserHowLittleAPageMayDo() {
        Visitor admin = admin();
        for (String path : List.of("/console/login", "/console/fleet", "/console/nothing", "/console/keys/key_0")) {
            Answer answer = admin.get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Type")).startsWith("text/html");
            assertThat(answer.html()).doesNotContain("<style", "style=", "onclick", "javascript:");
        }
        assertThat(admin.get("/console/nothing").status()).isEqualTo(404);
    }

    @Test
    void aFormThatIsNotOfTheSessionIsRefusedAndSoIsOneOfAnotherSite() {
        Visitor admin = admin();
        String csrf = admin.csrf();
        String foreign = admin().csrf();
        for (String form : FORMS) {
            for (Map<String, String> fields : List.of(
                    Map.<String, String>of(),
                    Map.of("_csrf", ""),
                    Map.of("_csrf", foreign),
                    Map.of("_csrf", csrf + "x"))) {
                Answer answer = admin.postRaw(form, fields, "Origin", registry.url());
                assertThat(answer.status()).as(form).isEqualTo(403);
                assertThat(answer.html()).contains("not of your session");
            }
            Map<String, String> good = Map.of("_csrf", csrf, "_once", "x");
            for (String origin : List.of("https://evil.example", "null", registry.url() + "1", "http://localhost")) {
                Answer answer = admin.postRaw(form, good, "Origin", origin);
                assertThat(answer.status()).as(form + " from " + origin).isEqualTo(403);
                assertThat(answer.html()).contains("another site");
            }
            assertThat(admin.postRaw(form, good).status()).isEqualTo(403);
            assertThat(admin.postRaw(form, good, "Origin", registry.url(), "Sec-Fetch-Site", "cross-site")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(admin.postRaw("/console/logout", Map.of(), "Origin", registry.url())
                        .status())
                .isEqualTo(403);
        assertThat(new Visitor(registry.url())
                        .postRaw("/console/login", Map.of("username", "admin"), "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAuditorSeesEverythingIsOfferedNothingAndIsRefusedWhatItSendsAllTheSame() throws Exception {
        Visitor admin = admin();
        admin.post("/console/consumers", "id", "seen", "name", "Seen");
        Visitor auditor = as("auditor");
        for (String path :
                List.of("/fleet", "/keys", "/consumers", "/consumers/seen", "/plans", "/services", "/history")) {
            Answer page = auditor.get("/console" + path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.html()).as(path).doesNotContain("method=\"post\" action=\"/console" + path, "data-once");
        }
        for (String path : List.of("/keys/new", "/consumers/new", "/plans/new", "/services/new")) {
            assertThat(auditor.get("/console" + path).status()).as(path).isEqualTo(403);
        }
        for (String form : FORMS) {
            Answer refused = auditor.post(form, "name", "x", "id", "x");
            assertThat(refused.status()).as(form).isEqualTo(403);
            assertThat(refused.html()).contains("your roles do not allow this");
        }
    }

    @Test
    void anIssuerSeesAndChangesTheKeysOfItsConsumersAndNothingElse() throws Exception {
        Visitor admin = admin();
        admin.post("/console/consumers", "id", "mine", "name", "Mine");
        admin.post("/console/consumers", "id", "other", "name", "Other");
        Visitor issuer = as("issuer", "keyfabric_consumers", List.of("mine"));

        assertThat(issuer.get("/console").header("Location")).isEqualTo("/console/keys");
        assertThat(issuer.get("/console/keys").html()).contains("/console/keys?consumer=mine");
        assertThat(issuer.get("/console/keys?consumer=mine").status()).isEqualTo(200);
        assertThat(issuer.get("/console/keys?consumer=other").status()).isEqualTo(403);
        for (String path : List.of(
                "/fleet", "/consumers", "/consumers/mine", "/plans", "/services", "/history", "/history/export")) {
            assertThat(issuer.get("/console" + path).status()).as(path).isEqualTo(403);
        }
        String[] fields = {"name", "k", "environment", "live", "scopes", "a"};
        Answer own = issuer.post(
                "/console/keys",
                "consumerId",
                "mine",
                fields[0],
                fields[1],
                fields[2],
                fields[3],
                fields[4],
                fields[5]);
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.html()).contains("kf_live_", "It is shown this once", "Receipt");
        assertThat(issuer.post("/console/keys", "consumerId", "other", "name", "k", "environment", "live")
                        .status())
                .isEqualTo(403);
        for (String form : FORMS.subList(6, FORMS.size())) {
            assertThat(issuer.post(form, "name", "x").status()).as(form).isEqualTo(403);
        }
    }

    @Test
    void anIssuerSeesTheReceiptOfARevocationOfItsKeyAndOfNoOther() throws Exception {
        Visitor admin = admin();
        Visitor issuer = as("issuer", "keyfabric_consumers", List.of("receipts"));
        String own = revoked(admin, issuer, "receipts");
        String foreign = revoked(admin, admin, "others");

        assertThat(issuer.get(own).html()).contains("Final: there is no validator");
        assertThat(issuer.stream(live(own)).toList()).contains("event: part");

        assertThat(issuer.get(foreign).status()).isEqualTo(404);
        assertThat(issuer.get(live(foreign)).status()).isEqualTo(404);
        String mixed = own.replaceAll("command=[0-9a-f]+", "command=" + command(foreign));
        assertThat(issuer.get(mixed).html()).contains("Revoked").doesNotContain("Receipt");
        assertThat(admin.get(mixed).html()).contains("Receipt");
    }

    /** The page that a revocation of a new key leads to. */
    private static String revoked(Visitor admin, Visitor by, String consumer) {
        admin.post("/console/consumers", "id", consumer, "name", consumer);
        String html = by.post("/console/keys", "consumerId", consumer, "name", "k", "environment", "live")
                .html();
        Matcher key = Pattern.compile("key_[0-9A-Za-z]{23}").matcher(html);
        assertThat(key.find()).as(html).isTrue();
        Answer answer = by.post("/console/keys/" + key.group() + "/revoke", "reason", "other");
        assertThat(answer.header("Location")).as(answer.html()).contains("command=");
        return answer.header("Location");
    }

    private static String command(String page) {
        return page.replaceAll(".*command=([0-9a-f]+).*", "$1");
    }

    private static String live(String page) {
        return "/console/receipts/" + command(page) + "/live";
    }

    @Test
    void aFormThatIsSentTwiceIsDoneOnce() {
        Visitor admin = admin();
        String[] form = {"id", "twice", "name", "Twice", "_once", "the-same-wish"};

        Answer first = admin.post("/console/consumers", form);
        Answer again = admin.post("/console/consumers", form);

        assertThat(first.status()).isEqualTo(303);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(admin.get("/console/outcome/the-same-wish").html()).contains("\"applied\"");
        assertThat(admin.get("/console/outcome/nobodys").html()).contains("\"unknown\"");
        assertThat(admin.post("/console/consumers", "id", "twice", "name", "Twice", "_once", "another")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aSessionIsGoodForTheConsoleAloneAndATokenForTheInterfaceAlone() {
        Visitor admin = admin();
        assertThat(admin.get("/v1/keys").status()).isEqualTo(401);
        assertThat(admin.get("/consoles").status()).isEqualTo(401);
        Api api = Registries.admin(registry, data);
        assertThat(api.post("/console/consumers", "{}", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoLogsOutIsOutEvenWithTheCookieOfBefore() {
        Visitor admin = admin();
        String cookie = admin.cookie();
        Answer out = admin.post("/console/logout");

        assertThat(out.header("Location")).isEqualTo("/console/login");
        assertThat(admin.cookie()).isEmpty();
        assertThat(new Visitor(registry.url())
                        .with(cookie)
                        .get("/console/fleet")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void aSessionEndsWithItsToken() throws Exception {
        Visitor visitor = new Visitor(registry.url());
        // A token is good for a minute longer, for clocks that differ.
        assertThat(visitor.login("token", token("auditor", Instant.now().minusSeconds(57)))
                        .status())
                .isEqualTo(303);
        assertThat(visitor.get("/console/fleet").status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> visitor.get("/console/fleet").status() == 303);
    }

    @Test
    void aStreamIsNoUseOfTheSessionAndSaysWhenItIsOver() {
        Path alone = Registries.folder("console-idle");
        Map<String, Object> settings = settings(alone);
        settings.put("keyfabric.instance.id", "registry-idle");
        settings.put("keyfabric.console.session.idle", "PT2S");
        settings.put("keyfabric.root.key.file", data.resolve("root.key").toString());
        try (KeyRegistry idle = Registries.ready(settings)) {
            Visitor visitor = new Visitor(idle.url());
            visitor.login("username", "admin", "password", Registries.password(alone));

            List<String> lines = visitor.stream("/console/fleet/live").toList();

            assertThat(lines).contains("event: part", "event: ended");
            Answer over = visitor.postRaw(
                    "/console/consumers",
                    Map.of("name", "x"),
                    "Origin",
                    idle.url(),
                    "Referer",
                    idle.url() + "/console/consumers/new");
            assertThat(over.status()).isEqualTo(303);
            assertThat(over.header("Location")).isEqualTo("/console/login?next=%2Fconsole%2Fconsumers%2Fnew");
        }
    }

    @Test
    void theConsoleCanBeSwitchedOff() {
        Map<String, Object> settings = Registries.settings("127.0.0.1:1", Registries.folder("console-off"));
        settings.put("keyfabric.console.enabled", "false");
        try (KeyRegistry off = KeyRegistry.start(settings)) {
            assertThat(new Visitor(off.url()).get("/console/login").status()).isEqualTo(401);
        }
    }
}
