/** What is said when something is wrong: RFC 9457 problems with stable codes. */
@NullMarked
package dev.keyfabric.registry.problem;

import org.jspecify.annotations.NullMarked;
