/** Requests to the registry: asked again when an answer is lost, and never left in doubt. */
@NullMarked
package dev.keyfabric.cli.http;

import org.jspecify.annotations.NullMarked;
