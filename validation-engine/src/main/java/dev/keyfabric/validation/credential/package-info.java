/** Where a caller's key may stand in a request. */
@NullMarked
package dev.keyfabric.validation.credential;

import org.jspecify.annotations.NullMarked;
