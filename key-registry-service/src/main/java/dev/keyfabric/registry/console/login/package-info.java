/** The way into the console and out of it. */
@NullMarked
package dev.keyfabric.registry.console.login;

import org.jspecify.annotations.NullMarked;
