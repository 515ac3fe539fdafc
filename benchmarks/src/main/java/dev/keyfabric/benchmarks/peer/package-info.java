/** A validator with somebody else's keys, to be measured beside other ways to check them. */
@NullMarked
package dev.keyfabric.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
