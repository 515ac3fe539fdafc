/** What is written to a log, with Logback: without keys and tokens, as text or as JSON with fixed names. */
@NullMarked
package dev.keyfabric.context.log;

import org.jspecify.annotations.NullMarked;
