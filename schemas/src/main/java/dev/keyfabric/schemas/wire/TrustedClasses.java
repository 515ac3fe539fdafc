package dev.keyfabric.schemas.wire;

import dev.keyfabric.schemas.event.KeyEvent;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro make objects of our generated classes. Since 1.12.2 it makes none whose class was not trusted expressly, so
 * that a schema cannot name any class. The setting belongs to the whole JVM: what others trust stays trusted.
 */
final class TrustedClasses {
    private static final ClassSecurityPredicate OURS =
            type -> type.getPackageName().equals(KeyEvent.class.getPackageName());

    private TrustedClasses() {}

    /** Adds our classes to what is trusted; harmless when called again. */
    static synchronized void trustOurs() {
        ClassSecurityPredicate others = ClassSecurityValidator.getGlobal();
        if (!others.isTrusted(KeyEvent.class)) {
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(others, OURS));
        }
    }
}
