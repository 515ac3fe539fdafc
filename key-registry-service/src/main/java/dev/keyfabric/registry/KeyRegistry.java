package dev.keyfabric.registry;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running registry: takes commands over HTTP, decides those of the partitions it owns, and answers what the fabric
 * holds. It starts whether or not a broker is there, and is ready when {@code /health/readiness} says so.
 */
public final class KeyRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRegistry.class);

    private final Assembly assembly;
    private final ApplicationContext context;
    private final String url;

    private KeyRegistry(Assembly assembly, ApplicationContext context, String url) {
        this.assembly = assembly;
        this.context = context;
        this.url = url;
    }

    /**
     * Starts a registry; returns when its HTTP port is open.
     *
     * @param properties as {@link RegistrySettings} names them
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
            LOG.info("msg=registry started url={} instance={}", url, settings.instanceId());
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
     * @param args at most one: a properties file; environment ({@code KEYFABRIC_HTTP_PORT}) and system properties
     *     ({@code -Dkeyfabric.http.port}) stand over it
     */
    @SuppressWarnings("SystemOut") // before there is a registry, the terminal is all there is
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            KeyRegistry registry = start(properties(args));
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

    private static Map<String, Object> properties(String[] args) throws IOException {
        Map<String, Object> all = new HashMap<>();
        if (args.length > 0) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
                file.load(reader);
            }
            file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
        }
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("KEYFABRIC_")) {
                all.put(setting(name), value);
            }
        });
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("keyfabric.") || name.startsWith("micronaut.server.ssl."))
                .forEach(name -> all.put(name, System.getProperty(name)));
        return all;
    }

    /** {@code KEYFABRIC_DEV__LOGIN_ENABLED} = {@code keyfabric.dev-login.enabled}: two underscores stand for a hyphen. */
    private static String setting(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace("__", "-").replace('_', '.');
    }

    private static String urlHost(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
