package dev.keyfabric.quickstart.service;

import dev.keyfabric.context.stamp.ValidatorTopicPolicies;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.ValidatorKeyStates;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import java.time.InstantSource;

/** What the validator beside a service knows, kept at hand: trusted keys, policies of topics, states of API keys. */
public final class Beside implements AutoCloseable {
    private final ValidatorTrustedKeys keys;
    private final ValidatorTopicPolicies policies;
    private final TokenVerifier tokens;
    private final Verifier verifier;

    public Beside(ServiceSettings settings) {
        this.keys = ValidatorTrustedKeys.polling(settings.validator());
        this.policies = ValidatorTopicPolicies.polling(settings.validator());
        this.tokens = new TokenVerifier(settings.trustDomain(), keys, InstantSource.system());
        this.verifier = new Verifier(
                new VerifierSettings(tokens, keys, new ValidatorKeyStates(settings.validator()), policies));
    }

    public ValidatorTrustedKeys keys() {
        return keys;
    }

    public ValidatorTopicPolicies policies() {
        return policies;
    }

    public TokenVerifier tokens() {
        return tokens;
    }

    public Verifier verifier() {
        return verifier;
    }

    /** Whether the validator has told once what is needed to judge anything. */
    public boolean isInformed() {
        return keys.staleness().isPresent() && policies.staleness().isPresent();
    }

    @Override
    public void close() {
        policies.close();
        keys.close();
    }
}
