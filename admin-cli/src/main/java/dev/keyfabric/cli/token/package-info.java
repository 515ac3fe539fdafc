/** Tokens, looked at and checked on this machine. */
@NullMarked
package dev.keyfabric.cli.token;

import org.jspecify.annotations.NullMarked;
