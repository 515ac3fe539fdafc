/** The read side as a plain library: topics into a local view, questions into verdicts, positions out again. */
@NullMarked
package dev.keyfabric.validation;

import org.jspecify.annotations.NullMarked;
