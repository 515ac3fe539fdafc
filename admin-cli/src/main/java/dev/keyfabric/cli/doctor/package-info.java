/** What is wrong with brokers, topics, rights, clocks and nodes, and what to do. */
@NullMarked
package dev.keyfabric.cli.doctor;

import org.jspecify.annotations.NullMarked;
