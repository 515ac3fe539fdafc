package dev.keyfabric.registry.upkeep;

import dev.keyfabric.key.CommandId;
import dev.keyfabric.registry.decide.Terms;
import dev.keyfabric.registry.readmodel.Due;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Overdue;
import dev.keyfabric.schemas.event.Command;
import dev.keyfabric.schemas.event.CommandType;
import dev.keyfabric.schemas.event.Door;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the commands that time makes due, for the partitions of this instance: it looks them up in the read model, and the
 * decider judges each anew, so that a look at an older state does no harm. Notices have command ids that follow from what they
 * say: sent twice, they are written once.
 */
public final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final int AT_ONCE = 1_000;
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final String actor;
    private final Terms terms;
    private final Lookups lookups;
    private final Function<Command, CompletableFuture<?>> sender;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param sender signs and sends a command */
    public Upkeep(
            String instanceId,
            Terms terms,
            Lookups lookups,
            Function<Command, CompletableFuture<?>> sender,
            InstantSource clock,
            RandomGenerator random) {
        this.actor = "registry:" + instanceId;
        this.terms = terms;
        this.lookups = lookups;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
    }

    /** One look; what fails is due at the next. */
    public void look(Set<Integer> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            Instant now = clock.instant();
            Instant forgotten = now.minus(terms.purgeAfter());
            int sent = purge(Overdue.keysRevokedBefore(forgotten), partitions)
                    + purge(Overdue.keysExpiredBefore(forgotten), partitions)
                    + purge(Overdue.consumersDeletedBefore(forgotten), partitions)
                    + announce(Overdue.keysEndedUnsaid(now), "ended", partitions)
                    + announce(Overdue.keysEndingUnsaid(now, terms.noticeBefore()), "ending", partitions);
            if (sent > 0) {
                log.info("upkeep commands={}", sent);
            }
        } catch (RuntimeException e) {
            log.error("upkeep failed", e);
        }
    }

    private int purge(Overdue overdue, Set<Integer> partitions) {
        List<Due> found = lookups.due(overdue, partitions, AT_ONCE);
        found.forEach(due -> send(CommandType.PURGE_SUBJECT, CommandId.random(random), due.id()));
        return found.size();
    }

    private int announce(Overdue overdue, String what, Set<Integer> partitions) {
        List<Due> found = lookups.due(overdue, partitions, AT_ONCE);
        for (Due due : found) {
            String said = what + " " + due.id() + " " + due.since().toEpochMilli();
            send(CommandType.ANNOUNCE_EXPIRY, CommandId.derive("upkeep", said), due.id());
        }
        return found.size();
    }

    private void send(CommandType type, String id, String subject) {
        Instant now = clock.instant();
        Command command = Command.newBuilder()
                .setType(type)
                .setId(id)
                .setAttempt(CommandId.random(random))
                .setSubject(subject)
                .setRouting(subject)
                .setActor(actor)
                .setDoor(Door.REGISTRY)
                .setIssuedAt(now)
                .setExpiresAt(now.plus(EXPIRY))
                .build();
        CompletableFuture<?> unused = sender.apply(command).whenComplete((sent, failure) -> {
            if (failure != null) {
                log.warn("upkeep not sent type={} subject={} reason={}", type, subject, failure.toString());
            }
        });
    }
}
