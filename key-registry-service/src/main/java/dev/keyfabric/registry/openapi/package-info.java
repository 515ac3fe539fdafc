/** The HTTP interface as an OpenAPI document: data, from which the document is made and by which the routes are checked. */
@NullMarked
package dev.keyfabric.registry.openapi;

import org.jspecify.annotations.NullMarked;
