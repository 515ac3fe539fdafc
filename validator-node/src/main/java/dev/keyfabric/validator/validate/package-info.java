/** The door POST /v1/validate. */
@NullMarked
package dev.keyfabric.validator.validate;

import org.jspecify.annotations.NullMarked;
