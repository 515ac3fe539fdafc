/** Txn-Tokens: minted for a verdict, exchanged for a narrower one; docs/contract/identity.md, sections 2 and 4. */
@NullMarked
package dev.keyfabric.validation.token;

import org.jspecify.annotations.NullMarked;
