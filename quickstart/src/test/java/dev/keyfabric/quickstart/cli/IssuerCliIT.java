package dev.keyfabric.quickstart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.keyfabric.quickstart.process.Bench;
import dev.keyfabric.quickstart.process.Bench.Node;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of somebody whose token makes them an issuer of one consumer's keys. */
class IssuerCliIT {
    private static final String ISSUER = "https://issuer.example";

    @TempDir
    private Path folder;

    private HttpServer jwks;
    private RSAKey key;
    private Bench bench;
    private Node registry;
    private RegistryClient admin;

    @BeforeEach
    void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
        jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        jwks.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        jwks.start();
        bench = Bench.start(folder);
        registry = bench.startRegistry(
                "registry",
                Map.of(
                        "keyfabric.oidc.jwks-url",
                        "http://127.0.0.1:" + jwks.getAddress().getPort() + "/jwks",
                        "keyfabric.oidc.issuer",
                        ISSUER,
                        "keyfabric.oidc.audience",
                        "keyfabric"));
        Node node = bench.startNode("node");
        admin = bench.admin(registry);
        node.awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        jwks.stop(0);
    }

    @Test
    void aRevocationOfTheirKeyWaitsUntilItIsFinalAndAnotherConsumersReceiptIsNotThere() throws Exception {
        admin.registerConsumer("mine", "Mine");
        admin.registerConsumer("theirs", "Theirs");
        String own = admin.issueKey("mine", "k").path("keyId").asText();
        String foreign = admin.issueKey("theirs", "k").path("keyId").asText();
        String hidden = admin.post("/v1/keys/" + foreign + "/revoke", Map.of("reason", "other"))
                .header("Keyfabric-Command");
        Cli issuer = new Cli(folder.resolve("config"));
        issuer.withInput(token(), "login", "--registry", registry.url(), "--token-stdin")
                .as(0);

        Cli.Said revoked = issuer.run("key", "revoke", own, "--reason", "leaked", "-o", "json")
                .as(0);

        assertThat(revoked.json().at("/receipt/final").asBoolean()).isTrue();
        assertThat(revoked.json().at("/receipt/confirmed").asInt()).isEqualTo(1);
        assertThat(revoked.err()).contains("final: confirmed by 1 of 1 validators");
        issuer.run("receipt", hidden).as(1);
        issuer.run("fleet").as(5);
    }

    private String token() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience("keyfabric")
                        .subject("ada")
                        .claim("roles", List.of("issuer"))
                        .claim("keyfabric_consumers", List.of("mine"))
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
