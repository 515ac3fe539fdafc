/** Services, by HTTP. */
@NullMarked
package dev.keyfabric.cli.services;

import org.jspecify.annotations.NullMarked;
