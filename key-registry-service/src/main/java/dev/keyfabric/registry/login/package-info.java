/** Who asks, and what they may: tokens of an OIDC issuer, and the development login. */
@NullMarked
package dev.keyfabric.registry.login;

import org.jspecify.annotations.NullMarked;
