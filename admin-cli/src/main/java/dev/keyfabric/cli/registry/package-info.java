/** What all commands have in common that speak to the registry. */
@NullMarked
package dev.keyfabric.cli.registry;

import org.jspecify.annotations.NullMarked;
