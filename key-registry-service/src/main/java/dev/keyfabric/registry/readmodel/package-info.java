/** The state of the fabric as this instance knows it, in an embedded database, filled from the topics. */
@NullMarked
package dev.keyfabric.registry.readmodel;

import org.jspecify.annotations.NullMarked;
