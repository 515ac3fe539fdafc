/** Txn-Tokens and service JWTs: docs/contract/identity.md, sections 2 and 4. */
@NullMarked
package dev.keyfabric.context.token;

import org.jspecify.annotations.NullMarked;
