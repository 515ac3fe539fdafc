/** What may happen to a subject: commands and the state of a partition in, events or a refusal out. No I/O. */
@NullMarked
package dev.keyfabric.registry.decide;

import org.jspecify.annotations.NullMarked;
