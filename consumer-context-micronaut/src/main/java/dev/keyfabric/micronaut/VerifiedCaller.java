package dev.keyfabric.micronaut;

import dev.keyfabric.context.stamp.CallContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: proven, by the key that came with this request. You only receive one as the parameter of a method that a
 * {@link RequiresScope} guards.
 */
public final class VerifiedCaller {
    private final String consumerId;
    private final @Nullable String plan;
    private final String keyId;
    private final Set<String> scopes;
    private final String environment;
    private final @Nullable CallContext context;

    VerifiedCaller(
            String consumerId,
            @Nullable String plan,
            String keyId,
            Set<String> scopes,
            String environment,
            @Nullable CallContext context) {
        this.consumerId = consumerId;
        this.plan = plan;
        this.keyId = keyId;
        this.scopes = scopes;
        this.environment = environment;
        this.context = context;
    }

    public String consumerId() {
        return consumerId;
    }

    public Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    public String keyId() {
        return keyId;
    }

    /** What the key grants, patterns such as {@code orders:*} included. */
    public Set<String> scopes() {
        return scopes;
    }

    /** live or test. */
    public String environment() {
        return environment;
    }

    /**
     * What messages are stamped with; it is the {@link dev.keyfabric.context.stamp.CurrentContext} of the method as well.
     * Empty where this node has no signing key that may name the service.
     */
    public Optional<CallContext> context() {
        return Optional.ofNullable(context);
    }

    @Override
    public String toString() {
        return "VerifiedCaller[consumer=" + consumerId + ", key=" + keyId + "]";
    }
}
