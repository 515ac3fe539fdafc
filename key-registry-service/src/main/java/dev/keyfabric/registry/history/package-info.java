/** Shows what happened: who, what, when, why and by which door. */
@org.jspecify.annotations.NullMarked
package dev.keyfabric.registry.history;
