package dev.keyfabric.validation.settings;

import java.net.URI;

/**
 * Where the spans of a node go.
 *
 * @param endpoint of an OTLP collector over HTTP, path included
 * @param ratio of the traces that begin here and are kept, 0 to 1
 */
public record TracingTarget(URI endpoint, double ratio) {}
