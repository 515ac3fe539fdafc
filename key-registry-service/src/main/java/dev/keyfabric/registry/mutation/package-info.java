/** From a request that wants a change to its answer: who asks, the command, the receipt of the fleet. */
@NullMarked
package dev.keyfabric.registry.mutation;

import org.jspecify.annotations.NullMarked;
