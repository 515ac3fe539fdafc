package dev.keyfabric.registry.write;

import dev.keyfabric.key.CommandId;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import dev.keyfabric.schemas.topics.RecordHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks partitions to say what they hold. It takes a command, since what a decision writes lies in a transaction that
 * carries the command's offset, and that alone is fenced; docs/contract/design.md, section 3.
 */
public final class DigestRequests {
    private static final Logger log = LoggerFactory.getLogger(DigestRequests.class);

    /** One that is not decided by then says nothing that anybody would still compare. */
    private static final Duration EXPIRY = Duration.ofMinutes(1);

    private final String instanceId;
    private final Function<Command, CompletableFuture<?>> sender;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param sender signs and sends a command */
    public DigestRequests(
            String instanceId,
            Function<Command, CompletableFuture<?>> sender,
            InstantSource clock,
            RandomGenerator random) {
        this.instanceId = instanceId;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
    }

    /** One request to each partition; one that fails is not repeated, the next turn asks again. */
    public void ask(Set<Integer> partitions) {
        for (int partition : partitions) {
            try {
                CompletableFuture<?> unused =
                        sender.apply(request(partition)).whenComplete((sent, failure) -> failed(partition, failure));
            } catch (RuntimeException e) {
                // Thrown on, it would end the turns for good.
                failed(partition, e);
            }
        }
    }

    private static void failed(int partition, @Nullable Throwable failure) {
        if (failure != null) {
            log.warn("no digest asked for partition={} reason={}", partition, failure.toString());
        }
    }

    private Command request(int partition) {
        Instant now = clock.instant();
        return Command.newBuilder()
                .setType(CommandType.DIGEST)
                .setId(CommandId.random(random))
                .setAttempt(CommandId.random(random))
                .setSubject(RecordHeaders.DIGEST_KEY)
                .setRouting(String.valueOf(partition))
                .setActor("registry:" + instanceId)
                .setDoor(Door.REGISTRY)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(EXPIRY))
                .build();
    }
}
