package dev.keyfabric.registry.signingkeys;

import dev.keyfabric.context.jws.JwsVerdict;
import dev.keyfabric.key.KeyPrefixes;
import dev.keyfabric.registry.RegistrySettings;
import dev.keyfabric.registry.command.CommandGateway;
import dev.keyfabric.registry.mutation.Askers;
import dev.keyfabric.registry.mutation.Mutations;
import dev.keyfabric.registry.readmodel.AlarmCounts;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.SigningKeys;
import dev.keyfabric.registry.root.RootKey;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Puts together what enrolments need. */
@Factory
final class EnrolmentBeans {
    @Singleton
    EnrolmentKeys enrolmentKeys(Lookups lookups, RegistrySettings settings, InstantSource clock) {
        return new EnrolmentKeys(lookups, new KeyPrefixes(settings.keyPrefix()), clock);
    }

    @Singleton
    Applicants applicants(EnrolmentKeys keys) {
        return new Applicants(keys);
    }

    @Singleton
    Nonces nonces(RootKey root, InstantSource clock, RandomGenerator random) {
        return new Nonces(new RootSigner(root), clock, random);
    }

    @Singleton
    Enrolling enrolling(
            CommandGateway gateway,
            Mutations mutations,
            Askers askers,
            EnrolmentKeys enrolmentKeys,
            Lookups lookups,
            SigningKeys signingKeys,
            AlarmCounts alarms,
            InstantSource clock,
            RootKey root) {
        return new Enrolling(
                gateway, mutations, askers, enrolmentKeys, lookups, signingKeys, alarms, clock, root.thumbprint());
    }

    /** Every instance of one registry has the root key: what one has signed, another can check. */
    private record RootSigner(RootKey root) implements Nonces.Signer {
        @Override
        public String sign(String typ, byte[] payload) {
            return root.jws(typ, payload);
        }

        @Override
        public JwsVerdict verify(String jws, String typ) {
            return root.verify(jws, typ);
        }
    }
}
