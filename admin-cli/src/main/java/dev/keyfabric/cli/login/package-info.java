/** Logging in and out, and who one is. */
@NullMarked
package dev.keyfabric.cli.login;

import org.jspecify.annotations.NullMarked;
