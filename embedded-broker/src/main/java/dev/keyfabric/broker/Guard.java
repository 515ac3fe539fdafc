package dev.keyfabric.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Authorizer;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in at a broker, and who may do what: users prove themselves by SCRAM-SHA-256, and may do nothing that no ACL
 * allows them. One of them, {@link #SUPER_USER}, stands above all ACLs: the broker itself, and whoever sets it up.
 */
public final class Guard {
    public static final String SUPER_USER = "broker";

    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final String CLIENTS = "CLIENTS";

    private final Map<String, String> passwords;
    private final Class<? extends Authorizer> authorizer;
    private final @Nullable KeyStore keyStore;

    /** Where a PKCS12 file with the broker's private key is, or one with those whom clients trust. */
    public record KeyStore(Path file, String password) {
        /** Makes the file: a key pair with a certificate for this host that it signed itself, good for two days. */
        public static KeyStore selfSigned(Path file, String password) throws IOException, InterruptedException {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-validity",
                            "2",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=ip:127.0.0.1,dns:localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            password)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool made no " + file);
            }
            return new KeyStore(file, password);
        }

        @Override
        public String toString() {
            return "KeyStore[" + file + "]";
        }
    }

    private Guard(Map<String, String> passwords, Class<? extends Authorizer> authorizer, @Nullable KeyStore keyStore) {
        if (!passwords.containsKey(SUPER_USER)) {
            throw new IllegalArgumentException("there must be a password for " + SUPER_USER);
        }
        this.passwords = Map.copyOf(passwords);
        this.authorizer = authorizer;
        this.keyStore = keyStore;
    }

    /** The users that are there when the broker is made, {@link #SUPER_USER} among them, with their passwords. */
    public static Guard of(Map<String, String> passwords) {
        return new Guard(passwords, StandardAuthorizer.class, null);
    }

    /** The same with another authorizer, a class with a constructor without parameters. */
    public Guard by(Class<? extends Authorizer> other) {
        return new Guard(passwords, other, keyStore);
    }

    /** The same over TLS. */
    public Guard overTls(KeyStore ofBroker) {
        return new Guard(passwords, authorizer, ofBroker);
    }

    /** What a client of a user needs beside the address; over TLS also a trust store, which is the caller's. */
    public Map<String, String> client(String user) {
        return client(user, Objects.requireNonNull(passwords.get(user), user));
    }

    /** The same with a password that may be another than the broker was made with. */
    public Map<String, String> client(String user, String password) {
        return Map.of(
                "security.protocol",
                protocol(),
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login("scram.ScramLoginModule", user, password) + ";");
    }

    /** What the users are made of when the folder is formatted. */
    List<String> scramArguments() {
        return passwords.entrySet().stream()
                .map(user -> MECHANISM + "=[name=" + user.getKey() + ",password=" + user.getValue() + "]")
                .toList();
    }

    /** Broker settings over those of an open one. The controller's listener knows the broker alone. */
    Map<String, String> settings(int port, int controllerPort) {
        String password = Objects.requireNonNull(passwords.get(SUPER_USER));
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", CLIENTS + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", CLIENTS + "://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", CLIENTS + ":" + protocol() + ",CONTROLLER:SASL_PLAINTEXT");
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put("sasl.enabled.mechanisms", MECHANISM);
        settings.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
        settings.put(
                "listener.name.clients.scram-sha-256.sasl.jaas.config",
                login("scram.ScramLoginModule", SUPER_USER, password) + ";");
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.controller.plain.sasl.jaas.config",
                login("plain.PlainLoginModule", SUPER_USER, password) + " user_" + SUPER_USER + "=\"" + password
                        + "\";");
        settings.put("authorizer.class.name", authorizer.getName());
        settings.put("super.users", "User:" + SUPER_USER);
        settings.put("allow.everyone.if.no.acl.found", "false");
        if (keyStore != null) {
            settings.put("ssl.keystore.type", "PKCS12");
            settings.put("ssl.keystore.location", keyStore.file().toString());
            settings.put("ssl.keystore.password", keyStore.password());
            // The broker is a client of its own.
            settings.put("ssl.truststore.type", "PKCS12");
            settings.put("ssl.truststore.location", keyStore.file().toString());
            settings.put("ssl.truststore.password", keyStore.password());
        }
        return settings;
    }

    private String protocol() {
        return keyStore == null ? "SASL_PLAINTEXT" : "SASL_SSL";
    }

    private static String login(String module, String user, String password) {
        return "org.apache.kafka.common.security." + module + " required username=\"" + user + "\" password=\""
                + password + "\"";
    }

    @Override
    public String toString() {
        return "Guard[" + passwords.keySet() + "]";
    }
}
