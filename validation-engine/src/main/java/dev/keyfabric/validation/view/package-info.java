/** The view: what the lifecycle topics say, in a RocksDB of our own, with how far they were read. */
@NullMarked
package dev.keyfabric.validation.view;

import org.jspecify.annotations.NullMarked;
