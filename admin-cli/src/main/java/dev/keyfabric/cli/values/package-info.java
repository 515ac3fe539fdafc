/** Values as people write them on a command line: times, limits, metadata. */
@NullMarked
package dev.keyfabric.cli.values;

import org.jspecify.annotations.NullMarked;
