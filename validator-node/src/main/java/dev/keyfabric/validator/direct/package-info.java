/**
 * The plain form of the two questions that services and proxies ask with every request of theirs, answered on the
 * connection itself: the same answers as through the server's filters and routes, which take whatever is not plain.
 */
@NullMarked
package dev.keyfabric.validator.direct;

import org.jspecify.annotations.NullMarked;
