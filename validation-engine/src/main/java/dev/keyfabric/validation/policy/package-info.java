/** What is required of a caller, in words that stand in the configuration of proxies. */
@NullMarked
package dev.keyfabric.validation.policy;

import org.jspecify.annotations.NullMarked;
