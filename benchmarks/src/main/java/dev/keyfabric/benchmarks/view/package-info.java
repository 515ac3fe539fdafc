/** What a validator's view costs at a million keys: to fill, to open again, to keep, to ask. */
@NullMarked
package dev.keyfabric.benchmarks.view;

import org.jspecify.annotations.NullMarked;
