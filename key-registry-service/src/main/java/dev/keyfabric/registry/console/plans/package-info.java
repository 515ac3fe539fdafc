/** The pages of plans. */
@NullMarked
package dev.keyfabric.registry.console.plans;

import org.jspecify.annotations.NullMarked;
