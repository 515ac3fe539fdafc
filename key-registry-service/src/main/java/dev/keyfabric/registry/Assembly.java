package dev.keyfabric.registry;

import dev.keyfabric.registry.command.CommandGateway;
import dev.keyfabric.registry.login.DevLogin;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.receipt.Receipts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The parts of one registry, put together by hand; {@link RegistryBeans} hands them to the HTTP side. */
final class Assembly implements AutoCloseable {
    private static final int READERS = 16;
    private static final Duration WAIT_FOR_BROKER = Duration.ofSeconds(3);

    final RegistrySettings settings;
    final InstantSource clock = InstantSource.system();
    final SecureRandom random = new SecureRandom();
    final ExecutorService readers;
    final ReadModel model;
    final BusLink bus;
    final Fleet fleet;
    final Receipts receipts;
    final CommandGateway gateway;
    final @Nullable DevLogin devLogin;

    Assembly(RegistrySettings settings) {
        this.settings = settings;
        makePrivate(settings.data());
        devLogin = settings.devLogin() ? DevLogin.of(settings.data(), random, clock) : null;
        AtomicInteger number = new AtomicInteger();
        readers = Executors.newFixedThreadPool(READERS, work -> {
            Thread thread = new Thread(work, "registry-reader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        model = ReadModel.open(settings.data().resolve("read-model"));
        bus = new BusLink(settings, model, clock);
        fleet = new Fleet(clock, bus::isCaughtUp, model::identity);
        receipts = new Receipts(fleet, clock, readers);
        gateway = new CommandGateway(bus, model.lookups(), clock, random, readers);
        model.onApplied(fleet);
        model.onApplied(gateway.listener());
    }

    /** Names, metadata and hashes are nobody's business; a folder that is there already keeps the rights it was given. */
    private static void makePrivate(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + folder, e);
        }
    }

    void start() {
        bus.start(WAIT_FOR_BROKER);
    }

    @Override
    public void close() {
        bus.close();
        model.close();
        readers.shutdown();
    }
}
