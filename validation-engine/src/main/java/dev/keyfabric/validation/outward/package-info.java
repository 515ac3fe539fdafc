/** What a caller learns of a verdict, whichever door it came to. */
@NullMarked
package dev.keyfabric.validation.outward;

import org.jspecify.annotations.NullMarked;
