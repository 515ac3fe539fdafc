package dev.keyfabric.validator.validate;

import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.judge.Question;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request of {@code POST /v1/validate}.
 *
 * @param token whether a yes must bring a Txn-Token
 * @param position to have been applied before the answer; null = whatever is applied now
 */
record ValidateRequest(
        Question question, boolean token, @Nullable Position position) {}
