package dev.keyfabric.cli.bus;

import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What a Kafka client complains of, in words. */
public final class BusFailures {
    private BusFailures() {}

    /** How a run ends that got no further because of it; nothing was sent. */
    public static CliException of(@Nullable Throwable failure) {
        return new CliException(
                failure instanceof AuthorizationException || failure instanceof AuthenticationException
                        ? ExitCode.NOT_ALLOWED
                        : ExitCode.UNREACHABLE,
                words(failure));
    }

    /** The complaint in words. */
    public static String words(@Nullable Throwable failure) {
        if (failure instanceof KafkaException && failure.getCause() instanceof ConfigException fault) {
            return "the bus cannot be found: " + message(fault);
        }
        if (failure instanceof AuthenticationException) {
            return "the brokers refuse the login: see --command-config (" + message(failure) + ")";
        }
        if (failure instanceof AuthorizationException) {
            return "the brokers do not allow it: " + message(failure);
        }
        if (failure instanceof UnknownTopicOrPartitionException) {
            return "no such topic: is --topic-prefix right?";
        }
        return failure instanceof TimeoutException
                ? "no broker answers (" + message(failure) + ")"
                : "the bus fails: " + message(failure);
    }

    private static String message(@Nullable Throwable failure) {
        return failure == null
                ? "unknown"
                : Plain.text(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
}
