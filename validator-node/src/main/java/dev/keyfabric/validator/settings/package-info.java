/** The settings of a validator: typed, read once, every problem reported at once. */
@NullMarked
package dev.keyfabric.validator.settings;

import org.jspecify.annotations.NullMarked;
