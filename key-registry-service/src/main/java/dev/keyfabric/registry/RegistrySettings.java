package dev.keyfabric.registry;

import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.telemetry.TracingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a registry is told before it starts; {@link SettingsReader} makes it of properties.
 *
 * @param data folder of everything this instance keeps; {@code keyfabric.data}
 * @param instanceId stable over restarts and different from every other registry's; {@code keyfabric.instance.id}
 * @param host what HTTP is bound to; {@code keyfabric.http.host}
 * @param port 0 = a free one; {@code keyfabric.http.port}
 * @param corsOrigins whose pages may ask from a browser; {@code keyfabric.cors.origins}
 * @param partitions of every topic, fixed for life; {@code keyfabric.partitions}
 * @param development permits topics with one replica; {@code keyfabric.development}
 * @param names of the topics; {@code keyfabric.topic.prefix}
 * @param keyPrefix first part of every key; {@code keyfabric.key.prefix}
 * @param rootKeyFile the root key of the fabric; {@code keyfabric.root.key.file}
 * @param rootPassphraseFile what seals the key files, or null; {@code keyfabric.root.passphrase.file}
 * @param terms what time does to subjects; {@code keyfabric.purge.after}, {@code keyfabric.notice.before}
 * @param upkeepEvery how often that is looked after; {@code keyfabric.upkeep.every}
 * @param digestEvery how often each partition says what it holds; {@code keyfabric.digest.every}
 * @param kafka settings of every Kafka client; {@code keyfabric.kafka.*}
 * @param devLogin whether {@code POST /login} exists; {@code keyfabric.dev-login.enabled}
 * @param oidc whose tokens are taken, or null; {@code keyfabric.oidc.*}
 * @param console pages for people; {@code keyfabric.console.*}
 * @param tracing where spans go, or null; {@code keyfabric.tracing.*}
 * @param tls what the HTTP server needs to speak TLS, as Micronaut names it: {@code micronaut.server.ssl.*}
 */
public record RegistrySettings(
        Path data,
        String instanceId,
        String host,
        int port,
        List<String> corsOrigins,
        int partitions,
        boolean development,
        TopicNames names,
        String keyPrefix,
        Path rootKeyFile,
        @Nullable Path rootPassphraseFile,
        Terms terms,
        Duration upkeepEvery,
        Duration digestEvery,
        Map<String, Object> kafka,
        boolean devLogin,
        @Nullable Oidc oidc,
        Console console,
        @Nullable TracingSettings tracing,
        Map<String, Object> tls) {

    /**
     * An issuer of tokens.
     *
     * @param jwksUrl where its public keys are; {@code keyfabric.oidc.jwks-url}
     * @param issuer the {@code iss} of its tokens; {@code keyfabric.oidc.issuer}
     * @param audience what their {@code aud} must hold; {@code keyfabric.oidc.audience}
     * @param rolesClaim the claim that names roles, with dots into objects; {@code keyfabric.oidc.roles-claim}
     * @param consumersClaim the claim that binds an issuer to consumers; {@code keyfabric.oidc.consumers-claim}
     * @param audiencesClaim the claim that binds an issuer to services; {@code keyfabric.oidc.audiences-claim}
     */
    public record Oidc(
            URI jwksUrl,
            String issuer,
            String audience,
            String rolesClaim,
            String consumersClaim,
            String audiencesClaim) {}

    /**
     * The pages for people.
     *
     * @param enabled whether there are any; {@code keyfabric.console.enabled}
     * @param origin how browsers reach them, or null = as the request says; {@code keyfabric.console.origin}
     * @param idle how long a session may be unused; {@code keyfabric.console.session.idle}
     * @param longest how long it may last; {@code keyfabric.console.session.longest}
     */
    public record Console(boolean enabled, @Nullable String origin, Duration idle, Duration longest) {}

    /** Whether the HTTP server itself speaks TLS. */
    public boolean isEncrypted() {
        return tls.entrySet().stream()
                .anyMatch(
                        e -> e.getKey().endsWith("ssl.enabled") && Boolean.parseBoolean(String.valueOf(e.getValue())));
    }

    /** Whether only this host can reach the registry. */
    public boolean isLoopback() {
        return Addresses.isLoopback(host);
    }

    /** Client settings may hold passwords. */
    @Override
    public String toString() {
        return "RegistrySettings[data=" + data + ", instanceId=" + instanceId + ", host=" + host + ", port=" + port
                + "]";
    }
}
