package dev.keyfabric.validator;

import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validator.node.EngineMetrics;
import dev.keyfabric.validator.settings.NodeSettings;
import dev.keyfabric.validator.settings.SettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.naming.conventions.StringConvention;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * One validator: an engine with an HTTP server round it. Several may run in one JVM, each with its own folder and port.
 * Settings come from the properties given here, else system properties, environment variables
 * ({@code KEYFABRIC_NODE_ID}), else the defaults.
 */
public final class ValidatorNode implements AutoCloseable {
    private static final String LOGGING = "logback.configurationFile";

    private final ApplicationContext context;
    private final ValidationEngine engine;
    private final EmbeddedServer server;

    private ValidatorNode(ApplicationContext context, ValidationEngine engine, EmbeddedServer server) {
        this.context = context;
        this.engine = engine;
        this.server = server;
    }

    /**
     * A node that listens. It answers from its disk at once when it can; whether it is ready is another question, see
     * {@code /health/readiness}.
     *
     * @throws SettingsException naming every wrong setting
     */
    public static ValidatorNode start(Map<String, Object> properties) {
        return start(properties, TimeSource.SYSTEM);
    }

    /** As {@link #start(Map)}, by other clocks. */
    public static ValidatorNode start(Map<String, Object> properties, TimeSource time) {
        Map<String, Object> given = new HashMap<>(properties);
        given.put(Defaults.COMPONENT, "validator");
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(Defaults.source(), PropertySource.of("given", given, 0))
                .build();
        context.start();
        try {
            NodeSettings settings = settings(context.getEnvironment());
            context.registerSingleton(NodeSettings.class, settings);
            ValidationEngine engine = ValidationEngine.open(settings.engine(), time);
            try {
                context.registerSingleton(ValidationEngine.class, engine);
                EngineMetrics.bind(engine, context.getBean(MeterRegistry.class));
                EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
                LoggerFactory.getLogger(ValidatorNode.class)
                        .info("validator node={} url={}", settings.engine().nodeId(), server.getURI());
                return new ValidatorNode(context, engine, server);
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** Where it listens, without a slash at the end. */
    public URI url() {
        return URI.create("http://" + server.getHost() + ":" + server.getPort());
    }

    /** The engine inside. */
    public ValidationEngine engine() {
        return engine;
    }

    /** Leaves the fleet where a broker is at hand, then stops. */
    @Override
    public void close() {
        engine.close();
        context.close();
    }

    /** Runs one node until the process is asked to end, which makes it leave. Exit status 2: wrong settings. */
    public static void main(String[] arguments) throws InterruptedException {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/keyfabric/validator/logback.xml");
        }
        ValidatorNode node;
        try {
            node = start(Map.of());
        } catch (SettingsException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            node.close();
                            ended.countDown();
                        },
                        "keyfabric-validator-leave"));
        System.out.println("validator listening on " + node.url());
        ended.await();
    }

    private static NodeSettings settings(Environment environment) {
        Map<String, Object> kafka = new HashMap<>(environment.getProperties(NodeSettings.KAFKA, StringConvention.RAW));
        String version = ValidatorNode.class.getPackage().getImplementationVersion();
        return NodeSettings.read(
                name -> environment.getProperty(name, String.class), kafka, version == null ? "dev" : version);
    }
}
