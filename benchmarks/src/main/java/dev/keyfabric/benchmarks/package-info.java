/** Figures about a running fabric, each beside a baseline of the same run. */
@NullMarked
package dev.keyfabric.benchmarks;

import org.jspecify.annotations.NullMarked;
