package dev.keyfabric.quickstart.service;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every setting of the example services; what is not here is no setting. */
public enum ServiceSetting {
    COMPONENT("keyfabric.component", null, "May be given; then it must be the service started."),
    DATA("keyfabric.data", null, "Needed. The service's own folder; its signing keys lie below."),
    HTTP_HOST("keyfabric.http.host", "127.0.0.1", "What HTTP is bound to."),
    HTTP_PORT("keyfabric.http.port", null, "0 = a free one."),
    VALIDATOR_URL("keyfabric.validator.url", "http://127.0.0.1:8090", "The validator beside: on loopback, or https."),
    REGISTRY_URL(
            "keyfabric.registry.url", "http://127.0.0.1:8080", "Asked when a signing key is enrolled, never else."),
    ENROLMENT_KEY_FILE("keyfabric.enrolment.key.file", null, "Holds an enrolment key; may come later."),
    PASSPHRASE_FILE("keyfabric.signing.passphrase.file", null, "Its content seals the signing keys on disk."),
    TRUST_DOMAIN("keyfabric.trust-domain", "keyfabric", "The trust domain of the fabric."),
    KAFKA("keyfabric.kafka.*", null, "Passed to every Kafka client; bootstrap.servers is needed.");

    private static final String REST = "*";

    private final String key;
    private final @Nullable String preset;
    private final String meaning;

    ServiceSetting(String key, @Nullable String preset, String meaning) {
        this.key = key;
        this.preset = preset;
        this.meaning = meaning;
    }

    /** Its name; one that ends in {@code *} stands for all names that begin so. */
    public String key() {
        return key;
    }

    /** What it is when nobody says; null = nothing, or what the service presets. */
    public @Nullable String preset() {
        return preset;
    }

    public String meaning() {
        return meaning;
    }

    /** The environment variable that stands for it: capitals, and an underscore for every dot and hyphen. */
    public String variable() {
        return variable(key);
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    boolean isNamed(String name) {
        return key.endsWith(REST) ? name.startsWith(start()) : name.equals(key);
    }

    String start() {
        return key.substring(0, key.length() - (key.endsWith(REST) ? REST.length() : 0));
    }
}
