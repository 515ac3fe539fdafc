package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.judge.Credential;
import dev.keyfabric.validation.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy asks.
 *
 * @param policy null = in doubt
 * @param clientIp the caller's address as text; null = not known
 */
public record Asked(
        @Nullable Policy policy,
        Credential credential,
        @Nullable String clientIp) {}
