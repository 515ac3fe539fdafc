package dev.keyfabric.context.verify;

import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.key.KeyId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** For which consumer, and by which service, a record was made: proven. You only receive one from a {@link Verifier}. */
public final class VerifiedContext {
    private final TxnClaims claims;
    private final String producer;
    private final Binding binding;
    private final String eventId;
    private final String eventSource;
    private final String eventType;
    private final Instant eventTime;
    private final @Nullable String traceparent;

    VerifiedContext(TxnClaims claims, String producer, Binding binding, EventFacts event) {
        this.claims = claims;
        this.producer = producer;
        this.binding = binding;
        this.eventId = event.required("id");
        this.eventSource = event.required("source");
        this.eventType = event.required("type");
        this.eventTime = event.time().instant();
        this.traceparent = event.optional("traceparent");
    }

    public String consumerId() {
        return claims.subject();
    }

    /** The key with which the consumer called. */
    public KeyId keyId() {
        return claims.keyId();
    }

    public Optional<String> plan() {
        return Optional.ofNullable(claims.plan());
    }

    /** The scopes that the call had. */
    public Set<String> scopes() {
        return claims.scopes();
    }

    public boolean hasScope(String scope) {
        return claims.scopes().contains(scope);
    }

    /** The transaction: one request of the consumer and all that came of it. */
    public UUID txn() {
        return claims.txn();
    }

    /** live or test. */
    public String environment() {
        return claims.environment();
    }

    /** The service that stamped; with {@link Binding#EVIDENCE} the one that the token was for, which proves less. */
    public String producer() {
        return producer;
    }

    /** How fast the stamp holds its record: with {@link Binding#EVIDENCE} the consumer is proven, the record is not. */
    public Binding binding() {
        return binding;
    }

    public String eventId() {
        return eventId;
    }

    public String eventSource() {
        return eventSource;
    }

    public String eventType() {
        return eventType;
    }

    public Instant eventTime() {
        return eventTime;
    }

    public Optional<String> traceparent() {
        return Optional.ofNullable(traceparent);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifiedContext that
                && claims.equals(that.claims)
                && producer.equals(that.producer)
                && binding == that.binding
                && eventId.equals(that.eventId)
                && eventSource.equals(that.eventSource);
    }

    @Override
    public int hashCode() {
        return Objects.hash(claims, producer, eventId);
    }

    @Override
    public String toString() {
        return "VerifiedContext[consumer=" + consumerId() + ", key=" + keyId() + ", producer=" + producer + ", binding="
                + binding + ", event=" + eventId + "]";
    }
}
