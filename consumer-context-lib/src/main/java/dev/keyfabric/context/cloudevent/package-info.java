/** CloudEvents in Kafka's binary mode: the headers {@code ce_*} and {@code content-type} of a record, read strictly. */
@NullMarked
package dev.keyfabric.context.cloudevent;

import org.jspecify.annotations.NullMarked;
