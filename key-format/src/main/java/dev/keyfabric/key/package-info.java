/** Keys, key ids and the rule that says on which partition a subject lies. Depends on the JDK alone. */
@NullMarked
package dev.keyfabric.key;

import org.jspecify.annotations.NullMarked;
