package dev.keyfabric.registry;

import dev.keyfabric.context.log.LogFormat;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running registry: takes commands over HTTP, decides those of the partitions it owns, and answers what the fabric
 * holds. It starts whether or not a broker is there, and is ready when {@code /health/readiness} says so.
 */
public final class KeyRegistry implements AutoCloseable {
    private static final String LOGGING = "logback.configurationFile";

    private final Assembly assembly;
    /** For tests that look at its routes. */
    final ApplicationContext context;

    private final String url;

    private KeyRegistry(Assembly assembly, ApplicationContext context, String url) {
        this.assembly = assembly;
        this.context = context;
        this.url = url;
    }

    /**
     * Starts a registry; returns when its HTTP port is open.
     *
     * @param properties as {@link RegistrySetting} names them; these and the defaults alone, whatever the environment
     *     and the system properties say
     * @throws SettingsException naming everything that is wrong with the properties
     * @throws dev.keyfabric.registry.topics.TopicsDifferException when the bus is there and its topics are not as they
     *     must be
     */
    public static KeyRegistry start(Map<String, Object> properties) {
        RegistrySettings settings = SettingsReader.read(properties);
        Assembly assembly = new Assembly(settings);
        ApplicationContext context = null;
        try {
            assembly.start();
            context = ApplicationContext.builder()
                    .mainClass(KeyRegistry.class)
                    .deduceEnvironment(false)
                    .banner(false)
                    .environmentPropertySource(false)
                    .properties(HttpSettings.of(settings))
                    .singletons(assembly)
                    .start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            String url = server.getScheme() + "://" + urlHost(settings.host()) + ":" + server.getPort();
            log().info("msg=registry started url={} instance={}", url, settings.instanceId());
            return new KeyRegistry(assembly, context, url);
        } catch (RuntimeException e) {
            if (context != null) {
                context.close();
            }
            assembly.close();
            throw e;
        }
    }

    /** Where it is reached, without a slash at the end. */
    public String url() {
        return url;
    }

    /** The thumbprint of the fabric's root key: what validators and services pin as {@code keyfabric.trust.root}. */
    public String rootThumbprint() {
        return assembly.root.thumbprint();
    }

    /** Whether commands are decided and the read model has caught up; the same as {@code /health/readiness}. */
    public boolean isReady() {
        return assembly.bus.isOpen() && assembly.bus.isCaughtUp();
    }

    /** Stops taking requests, gives the partitions up and closes the read model. */
    @Override
    public void close() {
        context.close();
        assembly.close();
    }

    /**
     * Runs a registry until it is told to stop.
     *
     * @param args at most one: a properties file; over it stand environment variables ({@code KEYFABRIC_HTTP_PORT}), and
     *     over them system properties ({@code -Dkeyfabric.http.port})
     */
    @SuppressWarnings("SystemOut") // before there is a registry, the terminal is all there is
    public static void main(String[] args) throws IOException, InterruptedException {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/keyfabric/registry/logback.xml");
        }
        try {
            Map<String, Object> given = GivenSettings.of(args, System.getenv(), System.getProperties());
            LogFormat.choose(given);
            KeyRegistry registry = start(given);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                registry.close();
                                stopped.countDown();
                            },
                            "registry-stop"));
            stopped.await();
        } catch (SettingsException | dev.keyfabric.registry.topics.TopicsDifferException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** Not a constant: main says first how to log. */
    private static Logger log() {
        return LoggerFactory.getLogger(KeyRegistry.class);
    }

    private static String urlHost(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
