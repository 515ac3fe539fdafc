/** The door ANY /v1/authorize, for proxies. */
@NullMarked
package dev.keyfabric.validator.authorize;

import org.jspecify.annotations.NullMarked;
