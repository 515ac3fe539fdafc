/** Key pairs: the half that signs, the half that verifies, their JWK form, and the one door to the signature library. */
@NullMarked
package dev.keyfabric.context.keys;

import org.jspecify.annotations.NullMarked;
