/** The key that all trust of the fabric begins with, and this instance's own key, which it vouches for. */
@NullMarked
package dev.keyfabric.registry.root;

import org.jspecify.annotations.NullMarked;
