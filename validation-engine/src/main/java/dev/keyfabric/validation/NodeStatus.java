package dev.keyfabric.validation;

import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.schemas.topics.Position;
import dev.keyfabric.validation.rebuild.RebuildStatus;
import dev.keyfabric.validation.view.ViewFacts;

/**
 * How a node is, at one instant.
 *
 * @param applied the last record applied of each partition; partitions of which nothing was read are left out
 * @param stalenessMs {@link dev.keyfabric.validation.view.Subjects#STALENESS_UNKNOWN} while a partition was never ticked
 */
public record NodeStatus(
        String nodeId,
        boolean answering,
        boolean ready,
        Position applied,
        long stalenessMs,
        long stalenessBoundMs,
        FollowerStatus follower,
        RebuildStatus rebuild,
        ViewFacts view) {}
