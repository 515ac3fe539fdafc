/** The pages of keys. */
@NullMarked
package dev.keyfabric.registry.console.keys;

import org.jspecify.annotations.NullMarked;
