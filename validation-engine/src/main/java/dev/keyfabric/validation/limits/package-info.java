/** Limits of keys and of failed attempts: what may be spent, what was spent, and what is remembered over restarts. */
@NullMarked
package dev.keyfabric.validation.limits;

import org.jspecify.annotations.NullMarked;
