/** Completion for shells. */
@NullMarked
package dev.keyfabric.cli.completion;

import org.jspecify.annotations.NullMarked;
