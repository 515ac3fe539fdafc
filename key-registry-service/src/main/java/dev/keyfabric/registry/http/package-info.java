/** What all endpoints share: query parameters, positions to wait for, pages, roles. */
@NullMarked
package dev.keyfabric.registry.http;

import org.jspecify.annotations.NullMarked;
