/** Receipts that fill node by node while somebody looks. */
@NullMarked
package dev.keyfabric.registry.console.receipts;

import org.jspecify.annotations.NullMarked;
