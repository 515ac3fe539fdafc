package dev.keyfabric.validation;

import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.judge.JudgeSettings;
import dev.keyfabric.validation.limits.LimitSettings;
import dev.keyfabric.validation.token.TokenSettings;
import dev.keyfabric.validation.view.ViewLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an engine runs.
 *
 * @param nodeId its name in the fleet, unlike any other's
 * @param folder the view's and the follower's, of this node alone
 * @param clientSettings passed to every Kafka client
 * @param readyWait how long a start looks for a broker before the node counts as ready without one
 * @param limits what the view may take of the host
 * @param outdatedAfter how long the view may have been away from the topics' end before it is filled anew; half of
 *     their {@code delete.retention.ms} at most
 * @param positionWait how long a question may wait for a position
 * @param positionWaiters how many may wait at once
 * @param version of the software, told with each position
 * @param root whose signature signing keys and services need; null = none of them counts
 * @param limiting how keys and failed attempts are limited
 * @param tokens how Txn-Tokens are made
 */
public record EngineSettings(
        String nodeId,
        Path folder,
        Map<String, Object> clientSettings,
        TopicNames names,
        JudgeSettings judge,
        Duration readyWait,
        ViewLimits limits,
        Duration outdatedAfter,
        Duration positionWait,
        int positionWaiters,
        String version,
        @Nullable RootPin root,
        LimitSettings limiting,
        TokenSettings tokens) {
    public static final Duration READY_WAIT = Duration.ofSeconds(2);
    public static final ViewLimits LIMITS = new ViewLimits(128, 128);
    public static final Duration POSITION_WAIT = Duration.ofMillis(250);
    public static final int POSITION_WAITERS = 256;

    public EngineSettings {
        clientSettings = Map.copyOf(clientSettings);
    }
}
