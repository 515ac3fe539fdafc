/** The doors that take forms: POST /v1/token (RFC 8693) and POST /v1/introspect (RFC 7662). */
@NullMarked
package dev.keyfabric.validator.exchange;

import org.jspecify.annotations.NullMarked;
