/** What a validator says of itself: position, health, metrics. */
@NullMarked
package dev.keyfabric.validator.node;

import org.jspecify.annotations.NullMarked;
