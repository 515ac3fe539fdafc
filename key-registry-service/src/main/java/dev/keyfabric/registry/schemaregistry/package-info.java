/** Our schemas over the read side of the Confluent Schema Registry's REST API. */
@NullMarked
package dev.keyfabric.registry.schemaregistry;

import org.jspecify.annotations.NullMarked;
