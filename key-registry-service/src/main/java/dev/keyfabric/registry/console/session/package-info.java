/** Who is logged in to the console, and what a browser must prove with each request. */
@NullMarked
package dev.keyfabric.registry.console.session;

import org.jspecify.annotations.NullMarked;
