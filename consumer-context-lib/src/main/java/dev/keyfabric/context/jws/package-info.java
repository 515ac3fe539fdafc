/** Compact JWS (RFC 7515) with the algorithm fixed by the key: docs/contract/identity.md, section 1. */
@NullMarked
package dev.keyfabric.context.jws;

import org.jspecify.annotations.NullMarked;
