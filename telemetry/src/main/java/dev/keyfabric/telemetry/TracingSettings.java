package dev.keyfabric.telemetry;

import java.net.URI;

/**
 * Where spans go.
 *
 * @param endpoint of an OTLP collector over HTTP, path included
 * @param ratio of the traces that begin here and are kept, 0 to 1; what came with a decision keeps it
 * @param service {@code service.name}
 * @param instance {@code service.instance.id}
 */
public record TracingSettings(URI endpoint, double ratio, String service, String instance) {
    public static final double ALL = 1;
}
