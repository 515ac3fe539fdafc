package dev.keyfabric.context.verify;

import dev.keyfabric.context.stamp.TopicPolicies;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.KeyStates;
import dev.keyfabric.context.trust.TrustedKeys;

/**
 * What stamps are judged with.
 *
 * @param tokens of the trust domain; it remembers the tokens whose signatures held
 * @param keys the enrolled keys of services
 * @param keyStates the API keys as they are now
 */
public record VerifierSettings(TokenVerifier tokens, TrustedKeys keys, KeyStates keyStates, TopicPolicies policies) {}
