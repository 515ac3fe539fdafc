package dev.keyfabric.micronaut;

import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import dev.keyfabric.validation.embedded.EmbeddedValidator;
import dev.keyfabric.validation.embedded.Keyfabric;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The embedded validator, and the parts of a verifier over its view. */
@Factory
@Requires(property = EmbeddedBeans.ENABLED, value = "true")
@Requires(classes = EmbeddedValidator.class)
final class EmbeddedBeans {
    /** Whether this application validates keys itself. */
    static final String ENABLED = "keyfabric.embedded.enabled";

    /** Started with the application, not with its first request. */
    @Context
    @Bean(preDestroy = "close")
    EmbeddedValidator validator(Environment environment) {
        EmbeddedValidator validator = Keyfabric.validator(EnvironmentSettings.of(environment));
        if (validator.service().isEmpty()) {
            validator.close();
            throw new ConfigurationException(
                    "keyfabric.service must be set: the service that keys are for, whose routes are guarded");
        }
        return validator;
    }

    @Singleton
    TrustedKeys trustedKeys(EmbeddedValidator validator) {
        return validator.identity().trustedKeys();
    }

    @Singleton
    KeyStates keyStates(EmbeddedValidator validator) {
        return validator.identity().keyStates();
    }

    @Singleton
    TopicPolicies topicPolicies(EmbeddedValidator validator) {
        return validator.identity().topicPolicies();
    }

    @Singleton
    TokenVerifier tokenVerifier(EmbeddedValidator validator, TrustedKeys keys) {
        return new TokenVerifier(validator.trustDomain(), keys, InstantSource.system());
    }

    @Singleton
    Verifier verifier(TokenVerifier tokens, TrustedKeys keys, KeyStates states, TopicPolicies policies) {
        return new Verifier(new VerifierSettings(tokens, keys, states, policies));
    }
}
