/** Who may ask this node anything when it listens beyond loopback. */
@NullMarked
package dev.keyfabric.validator.caller;

import org.jspecify.annotations.NullMarked;
