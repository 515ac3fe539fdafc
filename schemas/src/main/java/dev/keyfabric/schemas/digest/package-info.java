/** What one partition of one topic holds, in one number. */
@NullMarked
package dev.keyfabric.schemas.digest;

import org.jspecify.annotations.NullMarked;
