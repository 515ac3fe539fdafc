package dev.keyfabric.validator;

import dev.keyfabric.context.log.LogFormat;
import dev.keyfabric.telemetry.Tracing;
import dev.keyfabric.telemetry.TracingSettings;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.metrics.EngineMetrics;
import dev.keyfabric.validation.outward.RequestIds;
import dev.keyfabric.validation.settings.GivenSettings;
import dev.keyfabric.validation.settings.NodeSetting;
import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validation.settings.SettingsException;
import dev.keyfabric.validation.settings.TlsFiles;
import dev.keyfabric.validation.settings.TracingTarget;
import dev.keyfabric.validation.signing.NodeSigning;
import dev.keyfabric.validation.time.TimeSource;
import dev.keyfabric.validator.caller.ManagementListener;
import dev.keyfabric.validator.check.GrpcServer;
import dev.keyfabric.validator.direct.DirectDoors;
import dev.keyfabric.validator.edge.Connections;
import dev.keyfabric.validator.rebuild.OperatorToken;
import dev.keyfabric.validator.tls.HttpCertificates;
import dev.keyfabric.validator.tls.LiveMaterial;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * One validator: an engine with an HTTP server round it. Several may run in one JVM, each with its own folder and port.
 */
public final class ValidatorNode implements AutoCloseable {
    private static final String LOGGING = "logback.configurationFile";

    /** How long requests that have begun may take to end when the node stops. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final ApplicationContext context;
    private final ValidationEngine engine;
    private final NodeSigning signing;
    private final EmbeddedServer server;
    private final Tracing tracing;

    private ValidatorNode(
            ApplicationContext context,
            ValidationEngine engine,
            NodeSigning signing,
            EmbeddedServer server,
            Tracing tracing) {
        this.context = context;
        this.engine = engine;
        this.signing = signing;
        this.server = server;
        this.tracing = tracing;
    }

    /**
     * A node that listens. It answers from its disk at once when it can; whether it is ready is another question, see
     * {@code /health/readiness}.
     *
     * @param properties as {@link NodeSetting} names them; of {@code keyfabric.*} these and the defaults alone, whatever
     *     the environment and the system properties say. The HTTP server's own settings ({@code micronaut.*}) are
     *     taken from here, else from system properties, else from the environment.
     * @throws SettingsException naming every wrong setting
     */
    public static ValidatorNode start(Map<String, Object> properties) {
        return start(properties, TimeSource.SYSTEM);
    }

    /** As {@link #start(Map)}, by other clocks. */
    public static ValidatorNode start(Map<String, Object> properties, TimeSource time) {
        Map<String, Object> given = new HashMap<>(properties);
        given.putIfAbsent(NodeSetting.COMPONENT.key(), NodeSetting.COMPONENT.preset());
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(Defaults.source(given), PropertySource.of("given", given, 0))
                .build();
        context.start();
        try {
            NodeSettings settings = settings(given, context.getEnvironment());
            context.registerSingleton(NodeSettings.class, settings);
            context.registerSingleton(TimeSource.class, time);
            context.registerSingleton(
                    OperatorToken.class, OperatorToken.of(settings.operatorToken(), new SecureRandom()));
            certificates(context, settings, time);
            context.registerSingleton(RequestIds.class, new RequestIds(new SecureRandom()));
            ValidationEngine engine = ValidationEngine.open(settings.engine(), time);
            try {
                NodeSigning signing = NodeSigning.start(settings.enrolment(), engine);
                try {
                    Tracing tracing = tracing(settings);
                    if (tracing.isOn()) {
                        context.registerSingleton(Tracing.class, tracing);
                    }
                    EmbeddedServer server = serve(context, engine, signing);
                    LoggerFactory.getLogger(ValidatorNode.class)
                            .info("validator node={} url={}", settings.engine().nodeId(), server.getURI());
                    return new ValidatorNode(context, engine, signing, server, tracing);
                } catch (RuntimeException e) {
                    signing.close();
                    throw e;
                }
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    /** Before the server, which asks for them by name; closed with the context. */
    private static void certificates(ApplicationContext context, NodeSettings settings, TimeSource time) {
        TlsFiles files = settings.listen().tls();
        if (files != null) {
            LiveMaterial live = LiveMaterial.watching(files, time.wall());
            context.registerSingleton(LiveMaterial.class, live);
            context.registerSingleton(
                    CertificateProvider.class, new HttpCertificates(live), Qualifiers.byName(HttpCertificates.NAME));
        }
    }

    private static EmbeddedServer serve(ApplicationContext context, ValidationEngine engine, NodeSigning signing) {
        context.registerSingleton(ValidationEngine.class, engine);
        context.registerSingleton(NodeSigning.class, signing);
        // No bean: the registry is made before there is an engine.
        new EngineMetrics(engine).bindTo(context.getBean(MeterRegistry.class));
        GrpcServer grpc = context.getBean(GrpcServer.class);
        EmbeddedServer server = context.getBean(EmbeddedServer.class);
        if (!(server instanceof NettyServerCustomizer.Registry guarded)) {
            throw new IllegalStateException("a server whose connections cannot be bounded");
        }
        DirectDoors doors = context.getBean(DirectDoors.class);
        context.getBean(Connections.class).guard(guarded, DirectDoors.NAME, doors::open);
        server.start();
        grpc.start();
        return server;
    }

    /** Where it listens, without a slash at the end. */
    public URI url() {
        boolean tls = context.getBean(NodeSettings.class).listen().tls() != null;
        return URI.create((tls ? "https://" : "http://") + server.getHost() + ":" + httpPort());
    }

    private int httpPort() {
        int management = ManagementListener.port(context.getEnvironment());
        return server instanceof NettyEmbeddedServer listeners
                ? listeners.getBoundPorts().stream()
                        .filter(port -> port != management)
                        .findFirst()
                        .orElseThrow()
                : server.getPort();
    }

    /** The port of metrics and detailed health; that of everything else when the node listens on loopback alone. */
    public int managementPort() {
        int port = ManagementListener.port(context.getEnvironment());
        return port < 0 ? httpPort() : port;
    }

    /** The port of Envoy's gRPC; -1 when it is off. */
    public int grpcPort() {
        return context.getBean(GrpcServer.class).port();
    }

    /** The engine inside. */
    public ValidationEngine engine() {
        return engine;
    }

    /** Takes no more requests, leaves the fleet where a broker is at hand, then stops. The port is free afterwards. */
    @Override
    public void close() {
        context.getBean(GrpcServer.class).close();
        stopListening();
        engine.close();
        // After the engine, whose last word is signed.
        signing.close();
        context.findBean(LiveMaterial.class).ifPresent(LiveMaterial::close);
        context.close();
        tracing.close();
    }

    private static Tracing tracing(NodeSettings settings) {
        TracingTarget target = settings.tracing();
        return Tracing.to(
                target == null
                        ? null
                        : new TracingSettings(
                                target.endpoint(),
                                target.ratio(),
                                "keyfabric-validator",
                                settings.engine().nodeId()));
    }

    /** Closing the context alone would let the port go some time later, in the background. */
    private void stopListening() {
        if (server instanceof GracefulShutdownCapable listening) {
            try {
                listening.shutdownGracefully().toCompletableFuture().get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LoggerFactory.getLogger(ValidatorNode.class).warn("validator requests cut off: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs one node until the process is asked to end, which makes it leave. Exit status 2: wrong settings.
     *
     * @param arguments at most one: a properties file; over it stand environment variables ({@code KEYFABRIC_NODE_ID}),
     *     and over them system properties ({@code -Dkeyfabric.node.id})
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "dev/keyfabric/validator/logback.xml");
        }
        ValidatorNode node;
        try {
            Map<String, Object> given = GivenSettings.of(arguments, System.getenv(), System.getProperties());
            LogFormat.choose(given);
            node = start(given);
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
        ended.await();
    }

    private static NodeSettings settings(Map<String, Object> given, Environment environment) {
        String version = ValidatorNode.class.getPackage().getImplementationVersion();
        String host = environment.getProperty("micronaut.server.host", String.class, "");
        return NodeSettings.read(given, host, version == null ? "dev" : version);
    }
}
