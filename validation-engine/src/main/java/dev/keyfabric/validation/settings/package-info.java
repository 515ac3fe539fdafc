/** The settings of a validator: typed, read once, every problem reported at once. */
@NullMarked
package dev.keyfabric.validation.settings;

import org.jspecify.annotations.NullMarked;
