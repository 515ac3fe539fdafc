/** What was refused or found to be wrong, counted and told on {@code security-events.v1}. */
@NullMarked
package dev.keyfabric.security;

import org.jspecify.annotations.NullMarked;
