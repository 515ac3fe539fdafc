/** The check of a stamp on a consumed record: docs/contract/identity.md, section 3. Every failure is a refusal. */
@NullMarked
package dev.keyfabric.context.verify;

import org.jspecify.annotations.NullMarked;
