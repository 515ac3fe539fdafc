/** The engine's figures for Micrometer, which is an optional dependency: nothing else here needs it. */
@NullMarked
package dev.keyfabric.validation.metrics;

import org.jspecify.annotations.NullMarked;
