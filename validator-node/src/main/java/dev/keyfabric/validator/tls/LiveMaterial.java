package dev.keyfabric.validator.tls;

import dev.keyfabric.validation.settings.SettingsException;
import dev.keyfabric.validation.settings.TlsFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in use, read again as its files change: by content, since links are swapped under a file's name. Files
 * that cannot be used leave the last good ones in use, and are a fault that is told until they can.
 */
public final class LiveMaterial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveMaterial.class);

    /** How often files are looked at. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final TlsFiles files;
    private final InstantSource clock;
    private final List<Consumer<Material>> users = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "keyfabric-certificates");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Material material;
    private volatile @Nullable String fault;

    private LiveMaterial(TlsFiles files, InstantSource clock, Material material) {
        this.files = files;
        this.clock = clock;
        this.material = material;
    }

    /**
     * Reads the files, and goes on looking at them.
     *
     * @throws SettingsException when they cannot be used
     */
    public static LiveMaterial watching(TlsFiles files, InstantSource clock) {
        try {
            LiveMaterial live = new LiveMaterial(files, clock, PemMaterial.read(files, clock.instant()));
            Future<?> unused = live.watch.scheduleWithFixedDelay(
                    live::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return live;
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingsException(List.of("keyfabric.tls.*: " + e.getMessage()));
        }
    }

    /** Gives someone the material, now and whenever it changes. */
    void use(Consumer<Material> user) {
        users.add(user);
        user.accept(material);
    }

    /** Whether callers may be known by certificates. */
    boolean knowsCallers() {
        return !material.authorities().isEmpty();
    }

    /** When the certificate in use ends. */
    Instant notAfter() {
        X509Certificate own = material.chain().get(0);
        return own.getNotAfter().toInstant();
    }

    /** Why the files as they are now are not in use; empty when they are. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    private void look() {
        try {
            Material read = PemMaterial.read(files, clock.instant());
            if (!read.equals(material)) {
                // Before the users: one that fails is asked again with the next look.
                users.forEach(user -> user.accept(read));
                material = read;
                LOG.info("certificate taken until={}", notAfter());
            }
            fault = null;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            if (fault == null) {
                LOG.error("certificate refused, the last good one stays: {}", e.toString());
            }
            fault = e instanceof RuntimeException ? e.getClass().getSimpleName() : e.getMessage();
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
