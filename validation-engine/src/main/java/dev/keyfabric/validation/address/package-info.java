/** Addresses and CIDR blocks as bytes, read without ever asking a name server, and where a request came from. */
@NullMarked
package dev.keyfabric.validation.address;

import org.jspecify.annotations.NullMarked;
