/** What this node knows of trust, for the libraries beside it: the keys that verify, the policies of topics. */
@NullMarked
package dev.keyfabric.validator.trust;

import org.jspecify.annotations.NullMarked;
