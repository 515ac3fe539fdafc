/** Plans, by HTTP. */
@NullMarked
package dev.keyfabric.cli.plans;

import org.jspecify.annotations.NullMarked;
