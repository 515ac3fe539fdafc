/** The node's certificate and the callers' authorities, read from files and read again when these change. */
@NullMarked
package dev.keyfabric.validator.tls;

import org.jspecify.annotations.NullMarked;
