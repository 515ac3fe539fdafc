package dev.keyfabric.validator.validate;

import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.judge.Verdict;
import dev.keyfabric.validation.token.TxnToken;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question.
 *
 * @param token that was asked for; null = none
 */
record Answered(Verdict verdict, @Nullable TxnToken token) {
    /** Whether this node could judge at all. */
    boolean judged() {
        return verdict.code().httpStatus() != Code.UNAVAILABLE.httpStatus();
    }
}
