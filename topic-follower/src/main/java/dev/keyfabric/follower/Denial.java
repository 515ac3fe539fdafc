package dev.keyfabric.follower;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** What brokers mean when they let a client not in, or not at something, in words that name the remedy. */
public final class Denial {
    private static final String REMEDY = "; give its role the rights of docs/security.md, \"Kafka ACLs\"";

    private Denial() {}

    /** The words for a failure; empty when it is none of rights. */
    public static Optional<String> inWords(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SslAuthenticationException) {
                return Optional.of("this client and the brokers do not trust each other (" + cause.getMessage()
                        + "); see keyfabric.kafka.ssl.*");
            }
            if (cause instanceof AuthenticationException) {
                return Optional.of("the brokers do not let this client in (" + cause.getMessage()
                        + "); see keyfabric.kafka.sasl.*");
            }
            if (cause instanceof AuthorizationException denied) {
                return Optional.of("the brokers do not let this client's principal at " + what(denied) + REMEDY);
            }
        }
        return Optional.empty();
    }

    private static String what(AuthorizationException denied) {
        if (denied instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return "topic "
                    + String.join(
                            ", ", topics.unauthorizedTopics().stream().sorted().toList());
        }
        if (denied instanceof GroupAuthorizationException group && group.groupId() != null) {
            return "group " + group.groupId();
        }
        return denied instanceof TransactionalIdAuthorizationException
                ? "its transactional ids"
                : "something (" + denied.getMessage() + ")";
    }
}
