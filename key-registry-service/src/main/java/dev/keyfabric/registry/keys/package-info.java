/** Keys over HTTP. */
@NullMarked
package dev.keyfabric.registry.keys;

import org.jspecify.annotations.NullMarked;
