/** Strict reading of request bodies: every fault at once, each with its JSON pointer. */
@NullMarked
package dev.keyfabric.registry.body;

import org.jspecify.annotations.NullMarked;
