/** Tracing by OpenTelemetry: spans where an exporter is set; else the trace that came is handed on as it came. */
@NullMarked
package dev.keyfabric.telemetry;

import org.jspecify.annotations.NullMarked;
