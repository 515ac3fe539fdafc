/** What an issuer may do and see: docs/decisions/0025 and 0038. */
@NullMarked
package dev.keyfabric.registry.issuer;

import org.jspecify.annotations.NullMarked;
