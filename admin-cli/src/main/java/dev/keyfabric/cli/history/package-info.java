/** Who did what. */
@NullMarked
package dev.keyfabric.cli.history;

import org.jspecify.annotations.NullMarked;
