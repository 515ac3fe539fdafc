/** What a stamp costs: the tables of docs/stamps.md. */
@NullMarked
package dev.keyfabric.benchmarks.stamps;

import org.jspecify.annotations.NullMarked;
