/** The validators, as the registry hears of them. */
@NullMarked
package dev.keyfabric.cli.fleet;

import org.jspecify.annotations.NullMarked;
