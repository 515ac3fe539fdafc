/** Plans over HTTP. */
@NullMarked
package dev.keyfabric.registry.plans;

import org.jspecify.annotations.NullMarked;
