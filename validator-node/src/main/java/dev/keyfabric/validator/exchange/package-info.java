/** The door POST /v1/token (RFC 8693). */
@NullMarked
package dev.keyfabric.validator.exchange;

import org.jspecify.annotations.NullMarked;
