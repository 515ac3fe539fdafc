package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.stamp.ValidatorTopicPolicies;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.TrustedKeys;
import dev.keyfabric.context.trust.ValidatorKeyStates;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;

/** The parts of a verifier over the co-located validator, each unless the application has its own. */
@Factory
@Requires(property = ContextBeans.VALIDATOR)
final class ContextBeans {
    /** Base address of the co-located validator. */
    static final String VALIDATOR = "keyfabric.validator.url";

    @Singleton
    @Requires(missingBeans = ValidatorSettings.class)
    ValidatorSettings validator(@Value("${" + VALIDATOR + "}") URI address) {
        return ValidatorSettings.at(address);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(missingBeans = TrustedKeys.class)
    ValidatorTrustedKeys trustedKeys(ValidatorSettings validator) {
        return ValidatorTrustedKeys.polling(validator);
    }

    @Singleton
    @Requires(missingBeans = KeyStates.class)
    ValidatorKeyStates keyStates(ValidatorSettings validator) {
        return new ValidatorKeyStates(validator);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(missingBeans = TopicPolicies.class)
    ValidatorTopicPolicies topicPolicies(ValidatorSettings validator) {
        return ValidatorTopicPolicies.polling(validator);
    }

    @Singleton
    @Requires(missingBeans = TokenVerifier.class)
    TokenVerifier tokenVerifier(@Value("${keyfabric.trust-domain:keyfabric}") String domain, TrustedKeys keys) {
        return new TokenVerifier(domain, keys, InstantSource.system());
    }

    @Singleton
    @Requires(missingBeans = Verifier.class)
    Verifier verifier(TokenVerifier tokens, TrustedKeys keys, KeyStates states, TopicPolicies policies) {
        return new Verifier(new VerifierSettings(tokens, keys, states, policies));
    }
}
