package dev.keyfabric.context.stamp;

import dev.keyfabric.context.cloudevent.EventHeaderException;
import dev.keyfabric.context.cloudevent.EventHeaders;
import dev.keyfabric.context.dsse.EventTime;
import dev.keyfabric.context.dsse.Sha256;
import dev.keyfabric.context.text.MalformedTextException;
import dev.keyfabric.context.token.TransactionIds;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.trust.TrustedKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Puts the stamp of a service on records: docs/contract/identity.md, section 3. What a verifier would refuse is refused
 * here first, with a {@link StampRefusedException}. Safe for use by many threads.
 */
public final class Stamper {
    private final StampSettings settings;
    private final RecordTripwire tripwire;
    private final Proof proof;
    private final EarlierStamp earlier;
    private final TransactionIds ids;

    public Stamper(StampSettings settings) {
        this.settings = settings;
        this.tripwire = new RecordTripwire(settings.prefixes());
        this.proof = new Proof(settings);
        this.earlier = new EarlierStamp(settings);
        this.ids = new TransactionIds(settings.clock(), settings.random());
    }

    /** The record with a stamp; the one given stays as it is. */
    public ProducerRecord<byte[], byte[]> stamp(ProducerRecord<byte[], byte[]> record, CallContext context) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        tripwire.checkKey(record.topic(), record.key());
        tripwire.checkRest(record.topic(), headers, record.value());
        stamp(record.topic(), headers, record.key() == null ? null : Sha256.of(record.key()), record.value(), context);
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), headers);
    }

    /** The tripwire for this service's records. */
    public RecordTripwire tripwire() {
        return tripwire;
    }

    /**
     * Adds the stamp to the headers of a record; they are changed only once nothing can fail any more.
     *
     * @param keySha256 SHA-256 of the record's serialised key; null for a record without key
     * @param value the serialised value
     */
    public void stamp(
            String topic, Headers headers, byte @Nullable [] keySha256, byte @Nullable [] value, CallContext context) {
        TopicPolicy policy = policy(topic);
        refuseIf(value == null && !policy.stampedTombstones(), StampRefusal.TOMBSTONE, topic, "no value");
        refuseIf(!policy.takesFrom(settings.service()), StampRefusal.PRODUCER_NOT_ALLOWED, topic, settings.service());
        TxnClaims claims = context.token().claims();
        refuseIf(
                !claims.bearer().equals(settings.service()),
                StampRefusal.EVIDENCE_NOT_YOURS,
                topic,
                "token for another service");

        Map<String, byte[]> event = new LinkedHashMap<>(own(topic, headers).attributes());
        addDefaults(event, topic, headers, context);
        checkTime(topic, event, claims);
        put(event, StampAttributes.AUTH_TYPE, StampAttributes.API_KEY);
        put(event, StampAttributes.AUTH_ID, claims.subject());
        put(event, StampAttributes.AUTH_CLAIMS, StampAttributes.authClaims(claims));
        put(event, StampAttributes.TOKEN, context.token().compact());
        put(event, StampAttributes.TOPIC, topic);
        put(event, StampAttributes.KEY_HASH, StampAttributes.keyHashOfDigest(keySha256));
        if (policy.binding() == Binding.SIGNED) {
            put(event, StampAttributes.PROOF, proof.of(topic, event, value));
        }
        refuseIf(!EventHeaders.of(event).fits(), StampRefusal.ATTRIBUTES_TOO_LARGE, topic, "too much beside the stamp");
        write(topic, headers, event);
    }

    /**
     * Whether a record whose headers can no longer be changed has the stamp of an earlier {@code send()}, over the same
     * topic, key and value and by the key of now. With {@link Binding#EVIDENCE} nothing shows that, so it never has.
     */
    public boolean isStamped(String topic, Headers headers, byte @Nullable [] keySha256, byte @Nullable [] value) {
        return headers instanceof RecordHeaders own
                && own.isReadOnly()
                && earlier.holds(topic, headers, keySha256, value);
    }

    /** Whether the topic has a policy, or may have one that is not known now. */
    public boolean isListed(String topic) {
        return !(answer(topic) instanceof TopicPolicies.Answer.Unlisted);
    }

    private TopicPolicies.Answer answer(String topic) {
        try {
            return settings.policies().of(topic);
        } catch (RuntimeException e) {
            throw new StampRefusedException(StampRefusal.POLICIES_UNAVAILABLE, topic, "policies cannot be asked", e);
        }
    }

    private TopicPolicy policy(String topic) {
        TopicPolicies.Answer answer = answer(topic);
        if (answer instanceof TopicPolicies.Answer.Known known) {
            return known.policy();
        }
        throw new StampRefusedException(StampRefusal.ofPolicy(answer), topic, "no policy to stamp by");
    }

    /** The attributes that the application set. */
    private static EventHeaders own(String topic, Headers headers) {
        try {
            return EventHeaders.readWithout(StampAttributes.OURS, headers);
        } catch (EventHeaderException e) {
            throw new StampRefusedException(StampRefusal.ofHeaders(e.fault()), topic, "the record's own attributes", e);
        }
    }

    private void addDefaults(Map<String, byte[]> event, String topic, Headers headers, CallContext context) {
        putIfAbsent(event, "specversion", StampAttributes.SPEC_VERSION);
        putIfAbsent(event, "source", "/services/" + settings.service());
        putIfAbsent(event, "type", topic + ".record");
        if (!event.containsKey("id")) {
            put(event, "id", ids.next().toString());
        }
        if (!event.containsKey("time")) {
            put(event, "time", EventTime.of(settings.clock().instant()).text());
        }
        String trace = traceparent(headers, context);
        if (trace != null) {
            putIfAbsent(event, StampAttributes.TRACE_PARENT, trace);
        }
    }

    /** A tracer that has instrumented the client has put the span of this very send into the plain header. */
    private static @Nullable String traceparent(Headers headers, CallContext context) {
        Header header = headers.lastHeader(StampAttributes.TRACE_PARENT);
        if (header != null && header.value() != null) {
            String text = new String(header.value(), StandardCharsets.UTF_8);
            if (CallContext.isTraceparent(text)) {
                return text;
            }
        }
        return context.traceparent();
    }

    private static void checkTime(String topic, Map<String, byte[]> event, TxnClaims claims) {
        refuseIf(
                !text(event, "specversion").equals(StampAttributes.SPEC_VERSION),
                StampRefusal.ATTRIBUTE_MALFORMED,
                topic,
                "specversion is not 1.0");
        try {
            EventTime time = EventTime.parse(text(event, "time"));
            Instant at = time.instant();
            refuseIf(
                    at.isBefore(claims.issuedAt().minus(TrustedKey.CLOCK_SKEW)),
                    StampRefusal.TOKEN_NOT_YET_VALID,
                    topic,
                    "the event is older than the call");
            refuseIf(
                    !at.isBefore(claims.expiresAt().plus(TrustedKey.CLOCK_SKEW)),
                    StampRefusal.TOKEN_EXPIRED,
                    topic,
                    "the call's token had expired");
            if (!time.isSignedForm()) {
                put(event, StampAttributes.EXACT_TIME, time.text());
            }
        } catch (MalformedTextException e) {
            throw new StampRefusedException(StampRefusal.ATTRIBUTE_MALFORMED, topic, "time is not RFC 3339", e);
        }
    }

    /** Everything but what the application set itself, the proof last. */
    private static void write(String topic, Headers headers, Map<String, byte[]> event) {
        try {
            for (String name : StampAttributes.OURS) {
                headers.remove(EventHeaders.headerOf(name));
            }
        } catch (IllegalStateException e) {
            throw new StampRefusedException(
                    StampRefusal.HEADERS_READ_ONLY, topic, "a record is sent once: make a new one to send again", e);
        }
        event.forEach((name, value) -> {
            String header = EventHeaders.headerOf(name);
            if (headers.lastHeader(header) == null) {
                headers.add(header, value);
            }
        });
    }

    private static void put(Map<String, byte[]> event, String name, String value) {
        event.put(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void putIfAbsent(Map<String, byte[]> event, String name, String value) {
        if (!event.containsKey(name)) {
            put(event, name, value);
        }
    }

    private static String text(Map<String, byte[]> event, String name) {
        byte[] value = event.get(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static void refuseIf(boolean fault, StampRefusal reason, String topic, String detail) {
        if (fault) {
            throw new StampRefusedException(reason, topic, detail);
        }
    }
}
