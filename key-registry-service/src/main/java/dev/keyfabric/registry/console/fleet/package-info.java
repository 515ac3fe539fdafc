/** The page of the validators: how far each is, and how fast revocations reach them. */
@NullMarked
package dev.keyfabric.registry.console.fleet;

import org.jspecify.annotations.NullMarked;
