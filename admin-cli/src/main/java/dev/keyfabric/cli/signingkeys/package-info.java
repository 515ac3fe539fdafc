/** Signing keys, by HTTP. */
@NullMarked
package dev.keyfabric.cli.signingkeys;

import org.jspecify.annotations.NullMarked;
