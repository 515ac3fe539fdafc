/** Signing keys over HTTP: how they are enrolled with proof of possession, and what becomes of them. */
@NullMarked
package dev.keyfabric.registry.signingkeys;

import org.jspecify.annotations.NullMarked;
