/** What connections may cost: how many there are, how long a request may take to arrive, and when the node is too late. */
@NullMarked
package dev.keyfabric.validator.edge;

import org.jspecify.annotations.NullMarked;
