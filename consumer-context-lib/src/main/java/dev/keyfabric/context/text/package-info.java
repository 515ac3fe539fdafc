/** Strict reading and writing of the text forms on the wire: JSON and base64url. Whoever reads twice must read the same. */
@NullMarked
package dev.keyfabric.context.text;

import org.jspecify.annotations.NullMarked;
