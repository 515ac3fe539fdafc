/** Services over HTTP. */
@NullMarked
package dev.keyfabric.registry.services;

import org.jspecify.annotations.NullMarked;
