/** What all endpoints share: query parameters, positions to wait for, who asks. */
@NullMarked
package dev.keyfabric.registry.http;

import org.jspecify.annotations.NullMarked;
