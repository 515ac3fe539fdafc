/** Problems as RFC 9457 wants them. */
@NullMarked
package dev.keyfabric.validator.problem;

import org.jspecify.annotations.NullMarked;
