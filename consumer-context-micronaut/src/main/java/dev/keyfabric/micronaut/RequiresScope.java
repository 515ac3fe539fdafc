package dev.keyfabric.micronaut;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The demand of a controller, or of one of its methods, for a valid API key of the service that grants every scope named;
 * without any, for a valid key. What class and method demand adds up. It means something on methods that are HTTP routes
 * alone. Who does not meet it is answered 401, 403, 429 or 503 as the validator's authorize door answers; while the
 * application has no embedded validator everybody is answered 503.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresScope {
    /** Scopes, all of which the key must grant. */
    String[] value() default {};
}
