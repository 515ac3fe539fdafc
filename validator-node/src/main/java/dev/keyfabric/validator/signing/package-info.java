/** This node's own signing key. */
@NullMarked
package dev.keyfabric.validator.signing;

import org.jspecify.annotations.NullMarked;
