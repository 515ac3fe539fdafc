package dev.keyfabric.registry;

import dev.keyfabric.registry.command.CommandGateway;
import dev.keyfabric.registry.command.CommandTimes;
import dev.keyfabric.registry.login.DevLogin;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.nodes.NodeSignatures;
import dev.keyfabric.registry.nodes.RevocationTimes;
import dev.keyfabric.registry.readmodel.Admission;
import dev.keyfabric.registry.readmodel.AlarmCounts.Raised;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.registry.receipt.Receipts;
import dev.keyfabric.registry.root.KeyFiles;
import dev.keyfabric.registry.root.OwnKey;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.event.SecurityEventType;
import dev.keyfabric.security.Happening;
import dev.keyfabric.security.SecurityEvents;
import dev.keyfabric.telemetry.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
    final RootKey root;
    final ReadModel model;
    final BusLink bus;
    final Fleet fleet;
    final RevocationTimes revocationTimes;
    final CommandTimes commandTimes;
    final Tracing tracing;
    final Receipts receipts;
    final CommandGateway gateway;
    final SecurityEvents events;
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
        KeyFiles files = keyFiles();
        root = rootKey(files);
        model = ReadModel.open(
                settings.data().resolve("read-model"),
                new Admission(settings.names(), settings.partitions(), root.pin()));
        tracing = Tracing.to(settings.tracing());
        events = new SecurityEvents("registry/" + settings.instanceId(), settings.kafka(), settings.names(), clock);
        model.alarms().onRaised(this::report);
        bus = new BusLink(settings, model, root, ownKey(files), tracing, clock, random);
        fleet = new Fleet(
                clock,
                bus::isCaughtUp,
                model::identity,
                new NodeSignatures(settings.names(), model.signingKeys()),
                model.alarms());
        revocationTimes = new RevocationTimes(fleet, model.lookups(), clock);
        commandTimes = new CommandTimes(bus::isCaughtUp, clock);
        receipts = new Receipts(fleet, clock, readers);
        gateway = new CommandGateway(bus, model.lookups(), clock, random, readers);
        model.onApplied(fleet);
        model.onApplied(revocationTimes);
        model.onApplied(commandTimes);
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

    private KeyFiles keyFiles() {
        try {
            return new KeyFiles(settings.rootPassphraseFile(), random);
        } catch (IOException e) {
            throw unusable(RegistrySetting.ROOT_PASSPHRASE_FILE, e);
        }
    }

    private RootKey rootKey(KeyFiles files) {
        RootKey made;
        try {
            made = new RootKey(files.readOrMake(settings.rootKeyFile()));
        } catch (IOException e) {
            throw unusable(RegistrySetting.ROOT_KEY_FILE, e);
        }
        try {
            made.publish(settings.data());
        } catch (IOException e) {
            throw unusable(RegistrySetting.DATA, e);
        }
        return made;
    }

    private OwnKey ownKey(KeyFiles files) {
        try {
            return new OwnKey(
                    files,
                    settings.data().resolve("registry.key"),
                    settings.instanceId(),
                    model.lookups()::signingKey,
                    clock,
                    random);
        } catch (IOException e) {
            model.close();
            throw unusable(RegistrySetting.DATA, e);
        }
    }

    private static SettingsException unusable(RegistrySetting setting, IOException why) {
        return new SettingsException(List.of(setting.key() + ": " + why.getMessage()));
    }

    void start() {
        bus.start(WAIT_FOR_BROKER);
    }

    private void report(Raised raised) {
        events.report(new Happening(
                SecurityEventType.RECORD_SUSPECT,
                raised.alarm().name(),
                null,
                null,
                raised.subject(),
                null,
                raised.cause(),
                null));
    }

    @Override
    public void close() {
        bus.close();
        events.close();
        model.close();
        readers.shutdown();
        tracing.close();
    }
}
