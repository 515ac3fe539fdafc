/** The doors POST /v1/validate and POST /v1/validate/batch. */
@NullMarked
package dev.keyfabric.validator.validate;

import org.jspecify.annotations.NullMarked;
