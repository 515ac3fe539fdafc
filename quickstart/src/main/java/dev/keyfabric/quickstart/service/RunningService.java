package dev.keyfabric.quickstart.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** An example service that listens. Closing it closes what it was given, the last first. */
public final class RunningService implements AutoCloseable {
    private static final long DRAIN_MILLIS = 2000;

    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final Deque<AutoCloseable> closedWithIt;

    private RunningService(ApplicationContext context, EmbeddedServer server, Deque<AutoCloseable> closedWithIt) {
        this.context = context;
        this.server = server;
        this.closedWithIt = closedWithIt;
    }

    /**
     * Starts the beans and the server of a component; returns when the port is open.
     *
     * @param more settings as the framework names them
     * @param singletons what the beans are made with; those that can be closed are closed with the service, or when it
     *     does not start
     */
    public static RunningService start(ServiceSettings settings, Map<String, Object> more, Object... singletons) {
        Deque<AutoCloseable> closed = new ArrayDeque<>();
        for (Object singleton : singletons) {
            if (singleton instanceof AutoCloseable closeable) {
                closed.push(closeable);
            }
        }
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .propertySources(PropertySource.of("service", framework(settings, more), 0))
                .singletons(settings)
                .singletons(singletons)
                .build();
        try {
            EmbeddedServer server =
                    context.start().getBean(EmbeddedServer.class).start();
            LoggerFactory.getLogger(RunningService.class)
                    .info("service={} url={}", settings.service(), server.getURI());
            return new RunningService(context, server, closed);
        } catch (RuntimeException e) {
            context.close();
            closeAll(closed);
            throw e;
        }
    }

    /** Where it listens, without a slash at the end. */
    public String url() {
        return "http://" + server.getHost() + ":" + server.getPort();
    }

    /** Takes no more requests, then stops. The port is free afterwards. */
    @Override
    public void close() {
        if (server instanceof GracefulShutdownCapable listening) {
            try {
                listening.shutdownGracefully().toCompletableFuture().get(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LoggerFactory.getLogger(RunningService.class).warn("requests cut off: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        context.close();
        closeAll(closedWithIt);
    }

    /** Runs a service of its own process until it is asked to end. Exit status 2: wrong settings. */
    @SuppressWarnings("SystemOut") // before there is a service, the terminal is all there is
    public static void run(Function<Map<String, Object>, RunningService> start) throws InterruptedException {
        RunningService service;
        try {
            service = start.apply(GivenSettings.of(System.getenv(), System.getProperties()));
        } catch (SettingsRefusedException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            service.close();
                            ended.countDown();
                        },
                        "service-stop"));
        ended.await();
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LoggerFactory.getLogger(RunningService.class).warn("not closed: {}", e.toString());
            }
        }
    }

    /** Other components on the same class path bring beans and endpoints that are none of a service's. */
    private static Map<String, Object> framework(ServiceSettings settings, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>();
        all.put("keyfabric.component", settings.service());
        all.put("micronaut.application.name", settings.service());
        all.put("micronaut.server.host", settings.host());
        all.put("micronaut.server.port", settings.port() == 0 ? -1 : settings.port());
        all.put("micronaut.server.max-request-size", 64 << 10);
        all.put("micronaut.security.enabled", false);
        all.put("micronaut.metrics.enabled", false);
        all.put("endpoints.all.enabled", false);
        all.put("endpoints.health.enabled", false);
        all.put("kafka.enabled", false);
        all.putAll(more);
        return all;
    }
}
