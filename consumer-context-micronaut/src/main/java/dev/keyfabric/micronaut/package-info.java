/**
 * HTTP routes of a Micronaut application that ask for an API key, judged in its own process: {@code @RequiresScope}, the
 * filter behind it, and the embedded validator as a bean.
 */
@NullMarked
package dev.keyfabric.micronaut;

import org.jspecify.annotations.NullMarked;
