package dev.keyfabric.validation.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a node listens, and what it asks of those who come.
 *
 * @param host what HTTP and gRPC are bound to
 * @param grpcPort of Envoy's gRPC; 0 = a free one, null = none
 * @param tls null = plain text
 * @param management where metrics and detailed health are; null = beside everything else, on loopback
 * @param connections that may be open at once on HTTP
 * @param requestTimeout in which a request must have arrived, header and body
 * @param guarded whether callers must prove who they are, beyond the endpoints that are open to all
 */
public record ListenSettings(
        String host,
        @Nullable Integer grpcPort,
        @Nullable TlsFiles tls,
        @Nullable Management management,
        int connections,
        Duration requestTimeout,
        boolean guarded) {

    /**
     * The listener of metrics and detailed health.
     *
     * @param guarded as of the node
     */
    public record Management(String host, int port, boolean guarded) {}
}
