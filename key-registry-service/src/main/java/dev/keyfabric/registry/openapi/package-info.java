/** The HTTP interface as an OpenAPI document: made and checked by tests, packed with the registry and shown by it. */
@NullMarked
package dev.keyfabric.registry.openapi;

import org.jspecify.annotations.NullMarked;
