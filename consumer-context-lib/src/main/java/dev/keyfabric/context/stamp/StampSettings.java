package dev.keyfabric.context.stamp;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.key.KeyPrefixes;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a service stamps with.
 *
 * @param service its id, as its stamp key was enrolled
 * @param key its stamp key now; asked for each record, so that a rotation needs no restart
 * @param random for ids of events that have none; safe for use by many threads
 * @param prefixes of the keys that the tripwire looks for
 */
public record StampSettings(
        String service,
        Supplier<SigningKey> key,
        TopicPolicies policies,
        InstantSource clock,
        RandomGenerator random,
        KeyPrefixes prefixes) {
    /** With the system's clock and randomness, and keys of the default prefixes. */
    public static StampSettings of(String service, Supplier<SigningKey> key, TopicPolicies policies) {
        return new StampSettings(
                service, key, policies, InstantSource.system(), new SecureRandom(), KeyPrefixes.DEFAULT);
    }

    public StampSettings with(InstantSource otherClock) {
        return new StampSettings(service, key, policies, otherClock, random, prefixes);
    }

    public StampSettings with(RandomGenerator otherRandom) {
        return new StampSettings(service, key, policies, clock, otherRandom, prefixes);
    }

    public StampSettings with(KeyPrefixes otherPrefixes) {
        return new StampSettings(service, key, policies, clock, random, otherPrefixes);
    }
}
