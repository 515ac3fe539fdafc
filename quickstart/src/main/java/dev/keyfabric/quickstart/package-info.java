/** The whole fabric in one JVM: a broker, a registry and some validators, for a first look and for tests. */
@NullMarked
package dev.keyfabric.quickstart;

import org.jspecify.annotations.NullMarked;
