package dev.keyfabric.registry;

import dev.keyfabric.registry.command.CommandGateway;
import dev.keyfabric.registry.command.CommandPositions;
import dev.keyfabric.registry.command.CommandTimes;
import dev.keyfabric.registry.health.RegistryHealth;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.login.DevLogin;
import dev.keyfabric.registry.login.FailedAttempts;
import dev.keyfabric.registry.login.Tokens;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.nodes.Fleet;
import dev.keyfabric.registry.nodes.RevocationTimes;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.AppliedOffsets;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.NewsTimes;
import dev.keyfabric.registry.readmodel.SigningKeys;
import dev.keyfabric.registry.receipt.Receipts;
import dev.keyfabric.registry.root.RootKey;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.security.SecurityEvents;
import dev.keyfabric.telemetry.Tracing;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Hands the assembled parts to controllers and filters. */
@Factory
final class RegistryBeans {
    private final Assembly assembly;

    RegistryBeans(Assembly assembly) {
        this.assembly = assembly;
    }

    @Singleton
    RegistrySettings settings() {
        return assembly.settings;
    }

    @Singleton
    TopicNames names() {
        return assembly.settings.names();
    }

    /** The framework has one too. */
    @Primary
    @Singleton
    InstantSource clock() {
        return assembly.clock;
    }

    @Singleton
    RandomGenerator random() {
        return assembly.random;
    }

    @Singleton
    Lookups lookups() {
        return assembly.model.lookups();
    }

    @Singleton
    CommandTimes commandTimes() {
        return assembly.commandTimes;
    }

    @Singleton
    Tracing tracing() {
        return assembly.tracing;
    }

    @Singleton
    NewsTimes news() {
        return assembly.model.news();
    }

    @Singleton
    AlarmCounts alarms() {
        return assembly.model.alarms();
    }

    @Singleton
    SecurityEvents securityEvents() {
        return assembly.events;
    }

    @Singleton
    SigningKeys signingKeys() {
        return assembly.model.signingKeys();
    }

    @Singleton
    RootKey rootKey() {
        return assembly.root;
    }

    @Singleton
    CommandGateway gateway() {
        return assembly.gateway;
    }

    @Singleton
    CommandPositions positions(Lookups lookups) {
        return new CommandPositions(lookups);
    }

    @Singleton
    Fleet fleet() {
        return assembly.fleet;
    }

    @Singleton
    RevocationTimes revocationTimes() {
        return assembly.revocationTimes;
    }

    @Singleton
    Receipts receipts() {
        return assembly.receipts;
    }

    @Singleton
    Askers askers() {
        return new Askers(assembly.random);
    }

    @Singleton
    Mutations mutations(Lookups lookups) {
        return new Mutations(assembly.gateway, lookups, assembly.receipts);
    }

    @Singleton
    Reads reads() {
        return new Reads(assembly.model, assembly.settings.partitions(), assembly.bus::isCaughtUp, assembly.readers);
    }

    @Singleton
    Tokens tokens() {
        return new Tokens(assembly.devLogin, assembly.settings.oidc(), assembly.clock, assembly.readers);
    }

    /** One for all doors: whoever guesses at several is not faster. */
    @Singleton
    FailedAttempts failedAttempts() {
        return new FailedAttempts(System::nanoTime);
    }

    @Singleton
    AppliedOffsets appliedOffsets() {
        return assembly.model.offsets();
    }

    @Singleton
    @Requires(property = "keyfabric.dev-login.enabled", value = "true")
    DevLogin devLogin() {
        return Objects.requireNonNull(assembly.devLogin);
    }

    @Singleton
    RegistryHealth.Source health() {
        return new HealthSource(assembly.bus);
    }
}
