/** Signatures of whole Kafka records, in their headers: docs/contract/identity.md, section 1. */
@NullMarked
package dev.keyfabric.context.record;

import org.jspecify.annotations.NullMarked;
