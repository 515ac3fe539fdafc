package dev.keyfabric.security;

import dev.keyfabric.schemas.event.SecurityEvent;
import dev.keyfabric.schemas.event.SecurityEventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was refused or is wrong, without its time: what is equal is counted together. Everyone who may read the
 * topic reads it, so no field holds what a stranger sent, but for the ids that were checked to be ids and the address
 * he came from.
 *
 * @param code of a problem, a verdict, an alarm or an incident
 * @param door where it came in; null = by a lifecycle topic
 * @param actor who asked, where that is proven
 * @param subject a key id or another subject's id
 * @param address of the client
 * @param cause the record that it is about: {@code topic-partition@offset}
 * @param detail what was asked for or is wrong, in words
 */
public record Happening(
        SecurityEventType type,
        String code,
        @Nullable String door,
        @Nullable String actor,
        @Nullable String subject,
        @Nullable String address,
        @Nullable String cause,
        @Nullable String detail) {
    private static final String NOBODY = "-";
    private static final int LONGEST = 500;

    public Happening {
        detail = detail != null && detail.length() > LONGEST ? detail.substring(0, LONGEST) : detail;
    }

    /** The key of its record: the subject, else the address, else a dash. */
    public String recordKey() {
        if (subject != null) {
            return subject;
        }
        return address == null ? NOBODY : address;
    }

    /**
     * Its value on the topic.
     *
     * @param source {@code registry/} or {@code validator/} and the id of the instance
     */
    public SecurityEvent event(String source, Count count) {
        return SecurityEvent.newBuilder()
                .setType(type)
                .setSource(source)
                .setCode(code)
                .setDoor(door)
                .setActor(actor)
                .setSubject(subject)
                .setAddress(address)
                .setCause(cause)
                .setDetail(detail)
                .setCount(count.times())
                .setFirstAt(count.firstAt())
                .setAt(count.lastAt())
                .build();
    }

    /** How often it happened, and when first and last. */
    public record Count(long times, Instant firstAt, Instant lastAt) {
        /** Once. */
        public static Count once(Instant at) {
            return new Count(1, at, at);
        }

        Count and(Count other) {
            return new Count(
                    times + other.times,
                    firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                    lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }
}
