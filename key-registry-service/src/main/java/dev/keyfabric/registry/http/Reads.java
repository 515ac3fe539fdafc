package dev.keyfabric.registry.http;

import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.problem.ProblemException;
import dev.keyfabric.registry.readmodel.AppliedOffsets;
import dev.keyfabric.registry.readmodel.ReadModel;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.schemas.topics.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers from the read model that are not older than the reader asks for. */
public final class Reads {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AppliedOffsets offsets;
    private final int partitions;
    private final BooleanSupplier caughtUp;
    private final Executor executor;

    /**
     * Reads of one read model.
     *
     * @param caughtUp false until it has reached, in this run, the end of the topics as it was at the start
     * @param executor what reads may block
     */
    public Reads(ReadModel model, int partitions, BooleanSupplier caughtUp, Executor executor) {
        this.offsets = model.offsets();
        this.partitions = partitions;
        this.caughtUp = caughtUp;
        this.executor = executor;
    }

    /** What {@code reading} gives once the position in {@code query} is applied; 503 {@code STALE} when it is not soon. */
    public <T> CompletionStage<T> read(Query query, Supplier<T> reading) {
        Position position = query.parsed(Query.POSITION, Position::parse);
        Position from = position == null ? new Position(java.util.Map.of()) : position;
        if (!from.offsets().keySet().stream().allMatch(this::isApplied)) {
            throw new ProblemException(
                    Problem.malformed("the position names a partition that is not, or that is not read here"));
        }
        requireFilled();
        return offsets.await(from, LONGEST)
                .thenApplyAsync(
                        reached -> {
                            if (!reached) {
                                throw new ProblemException(stale("the position is not applied here yet"));
                            }
                            return reading.get();
                        },
                        executor);
    }

    /** What {@code reading} gives; 503 {@code STALE} while the read model is being filled. */
    public <T> CompletionStage<T> read(Supplier<T> reading) {
        requireFilled();
        return CompletableFuture.supplyAsync(reading, executor);
    }

    private void requireFilled() {
        if (!caughtUp.getAsBoolean()) {
            throw new ProblemException(stale("the read model is still being filled"));
        }
    }

    private boolean isApplied(PartitionId partition) {
        Topic topic = partition.topic();
        return partition.partition() < partitions && ReadModel.TOPICS.contains(topic) && topic != Topic.POSITIONS;
    }

    private static Problem stale(String detail) {
        return Problem.unavailable("STALE", detail, RETRY_AFTER);
    }
}
