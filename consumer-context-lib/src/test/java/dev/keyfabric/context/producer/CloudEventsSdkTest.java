package dev.keyfabric.context.producer;

import static dev.keyfabric.context.Fabric.NOW;
import static dev.keyfabric.context.Fabric.TOPIC;
import static dev.keyfabric.context.Fabric.bytes;
import static dev.keyfabric.context.Fabric.consumed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.verify.Stamped;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The official Java SDK of CloudEvents reads what we stamp, and we stamp what it writes. */
class CloudEventsSdkTest {
    private final Fabric fabric = new Fabric();
    private final CloudEvent event = CloudEventBuilder.v1()
            .withId("o-1")
            .withSource(URI.create("/shop"))
            .withType("order.created")
            .withTime(OffsetDateTime.parse("2026-11-21T13:00:01.123456+01:00"))
            .withSubject("Größe")
            .withDataContentType("application/json")
            .withExtension("partitionkey", "p-7")
            .withExtension("sampledrate", 5)
            .withData(bytes("{\"order\":1}"))
            .build();

    @Test
    void theSdkReadsAStampedRecord() {
        ConsumerRecord<byte[], byte[]> record = fabric.stamped();

        CloudEvent read = read(record);

        assertThat(read.getSource()).isEqualTo(URI.create("/services/orders"));
        assertThat(read.getType()).isEqualTo("orders-topic.record");
        assertThat(read.getTime().toInstant()).isEqualTo(NOW);
        assertThat(read.getExtension("authid")).isEqualTo("acme");
        assertThat(read.getExtension("authtype")).isEqualTo("api_key");
        assertThat(read.getExtension("kftopic")).isEqualTo(TOPIC);
        assertThat(read.getExtension("traceparent")).isEqualTo(Fabric.TRACE);
        assertThat(read.getExtension("dssematerial")).asString().isBase64();
        assertThat(read.getData().toBytes()).isEqualTo(record.value());
    }

    @Test
    void anEventOfTheSdkIsStampedWithoutHarm() {
        ConsumerRecord<byte[], byte[]> record = sent();

        CloudEvent read = read(record);

        assertThat(fabric.verifier.verify(record)).isInstanceOfSatisfying(Stamped.Verified.class, verified -> {
            assertThat(verified.context().eventId()).isEqualTo("o-1");
            assertThat(verified.context().eventType()).isEqualTo("order.created");
            assertThat(verified.context().eventTime()).isEqualTo(event.getTime().toInstant());
        });
        assertThat(read.getId()).isEqualTo(event.getId());
        assertThat(read.getTime()).isEqualTo(event.getTime());
        assertThat(read.getSubject()).isEqualTo(event.getSubject());
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(read.getExtension("partitionkey")).isEqualTo("p-7");
        assertThat(read.getData().toBytes()).isEqualTo(event.getData().toBytes());
    }

    private ConsumerRecord<byte[], byte[]> sent() {
        CloudEventSerializer sdk = new CloudEventSerializer();
        sdk.configure(Map.of(), false);
        Serializer<String> keys = Stamping.keySerializer(new StringSerializer(), fabric.stamper());
        Serializer<CloudEvent> values = Stamping.valueSerializer(sdk, fabric.stamper());
        Headers headers = new RecordHeaders();
        try (CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            byte[] key = keys.serialize(TOPIC, headers, "k");
            byte[] value = values.serialize(TOPIC, headers, event);
            return consumed(TOPIC, key, value, headers);
        }
    }

    private static CloudEvent read(ConsumerRecord<byte[], byte[]> record) {
        try (CloudEventDeserializer sdk = new CloudEventDeserializer()) {
            return sdk.deserialize(record.topic(), record.headers(), record.value());
        }
    }
}
