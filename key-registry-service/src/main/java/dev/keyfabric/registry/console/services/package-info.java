/** The pages of services and signing keys. */
@NullMarked
package dev.keyfabric.registry.console.services;

import org.jspecify.annotations.NullMarked;
