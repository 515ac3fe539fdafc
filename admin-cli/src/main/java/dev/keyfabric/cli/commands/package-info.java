/** What became of a command, and who has applied it. */
@NullMarked
package dev.keyfabric.cli.commands;

import org.jspecify.annotations.NullMarked;
