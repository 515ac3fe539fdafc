/** Verdicts over HTTP, beside the least that a server on this machine costs. */
@NullMarked
package dev.keyfabric.benchmarks.http;

import org.jspecify.annotations.NullMarked;
