/**
 * Verifiable CloudEvents: digests, verification material and DSSE envelope as the CloudEvents extension
 * "verifiability" and DSSE 1.0.2 have them. Knows no keys and no records.
 */
@NullMarked
package dev.keyfabric.context.dsse;

import org.jspecify.annotations.NullMarked;
