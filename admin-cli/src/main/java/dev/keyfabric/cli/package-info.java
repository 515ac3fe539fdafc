/** The keyfabric command: docs/cli.md. */
@NullMarked
package dev.keyfabric.cli;

import org.jspecify.annotations.NullMarked;
