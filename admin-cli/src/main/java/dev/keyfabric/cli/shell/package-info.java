/** The world outside the command: streams, terminal, time, and how a run ends. */
@NullMarked
package dev.keyfabric.cli.shell;

import org.jspecify.annotations.NullMarked;
