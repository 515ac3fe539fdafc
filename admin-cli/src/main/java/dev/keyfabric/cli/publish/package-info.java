/** Signed commands straight to the bus, with every registry's HTTP down. */
@NullMarked
package dev.keyfabric.cli.publish;

import org.jspecify.annotations.NullMarked;
