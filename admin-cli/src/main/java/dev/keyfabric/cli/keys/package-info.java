/** Keys, by HTTP: their life, and why one is refused. */
@NullMarked
package dev.keyfabric.cli.keys;

import org.jspecify.annotations.NullMarked;
