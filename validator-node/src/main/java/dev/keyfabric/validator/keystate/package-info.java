/** The door GET /v1/key-states/{keyId}. */
@NullMarked
package dev.keyfabric.validator.keystate;

import org.jspecify.annotations.NullMarked;
