/** The context of a caller: what is signed, how it is carried, and the reasons why it is refused. */
@NullMarked
package dev.keyfabric.context;

import org.jspecify.annotations.NullMarked;
