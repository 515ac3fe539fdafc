/** How answers reach the eye or another program: tables, JSON, progress, and nothing that could steer a terminal. */
@NullMarked
package dev.keyfabric.cli.output;

import org.jspecify.annotations.NullMarked;
