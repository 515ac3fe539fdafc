/** HTTP as the library asks for things: bounded in time and length, no proxy, no redirect, answers polled with ETag. */
@NullMarked
package dev.keyfabric.context.http;

import org.jspecify.annotations.NullMarked;
