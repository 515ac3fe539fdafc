/** What a signature costs with each library that could make it: docs/decisions/0008-signature-provider.md. */
@NullMarked
package dev.keyfabric.benchmarks.signatures;

import org.jspecify.annotations.NullMarked;
