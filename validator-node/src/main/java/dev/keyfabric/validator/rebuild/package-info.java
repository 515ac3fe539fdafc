/** The operator's door: a view that is filled anew from the topics. */
@NullMarked
package dev.keyfabric.validator.rebuild;

import org.jspecify.annotations.NullMarked;
