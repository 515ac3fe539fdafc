package dev.keyfabric.validator.authorize;

import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.token.TxnToken;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy is told.
 *
 * @param token of a yes, for the next hop; null = none
 * @param nginx whether only 200, 401 and 403 may be answered
 * @param id names a refusal; null where there is none
 */
public record Decision(
        Verdict verdict,
        @Nullable TxnToken token,
        boolean nginx,
        @Nullable String id) {}
