/** This node's own signing key. */
@NullMarked
package dev.keyfabric.validation.signing;

import org.jspecify.annotations.NullMarked;
