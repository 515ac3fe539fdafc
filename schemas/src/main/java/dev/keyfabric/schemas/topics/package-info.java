/** The topic catalogue: every topic of the fabric, its settings, and who writes it. */
@NullMarked
package dev.keyfabric.schemas.topics;

import org.jspecify.annotations.NullMarked;
