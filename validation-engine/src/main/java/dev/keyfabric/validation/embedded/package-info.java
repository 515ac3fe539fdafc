/** The validator inside an application: the same engine, settings and answers as the node, without a port. */
@NullMarked
package dev.keyfabric.validation.embedded;

import org.jspecify.annotations.NullMarked;
