package dev.keyfabric.context.producer;

import static dev.keyfabric.context.Fabric.TOPIC;
import static dev.keyfabric.context.Fabric.bytes;
import static dev.keyfabric.context.Fabric.consumed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.Fabric;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampRefusedException;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The wrappers, called as Kafka's producer calls them. */
class StampingTest {
    private final Fabric fabric = new Fabric();
    private final Serializer<String> failing = (topic, data) -> {
        if (data.equals("bad")) {
            throw new IllegalArgumentException("bad data");
        }
        return bytes(data);
    };
    private final Serializer<String> keys = Stamping.keySerializer(failing, fabric.stamper());
    private final Serializer<String> values = Stamping.valueSerializer(failing, fabric.stamper());

    @Test
    void aRecordIsStampedWithTheContextOfItsThread() {
        Headers headers = new RecordHeaders();
        try (CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            byte[] key = keys.serialize(TOPIC, headers, "k");
            byte[] value = values.serialize(TOPIC, headers, "v");

            assertThat(fabric.verifier.verify(consumed(TOPIC, key, value, headers)))
                    .isInstanceOf(Stamped.Verified.class);
        }
    }

    @Test
    void aFailingSerialiserLeavesNothingForTheNextRecord() {
        try (CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            Headers first = new RecordHeaders();
            keys.serialize(TOPIC, first, "k1");
            assertThatThrownBy(() -> values.serialize(TOPIC, first, "bad")).hasMessage("bad data");
            assertThat(first.toArray()).isEmpty();
            // The key was handed over once: a second try of the value alone has none.
            refused(StampRefusal.BYTES_UNKNOWN, () -> values.serialize(TOPIC, first, "v"));

            keys.serialize(TOPIC, first, "k2");
            assertThatThrownBy(() -> keys.serialize(TOPIC, first, "bad")).hasMessage("bad data");
            refused(StampRefusal.BYTES_UNKNOWN, () -> values.serialize(TOPIC, first, "v"));

            keys.serialize(TOPIC, first, "k3");
            refused(StampRefusal.BYTES_UNKNOWN, () -> values.serialize(TOPIC, new RecordHeaders(), "v"));
            keys.serialize(TOPIC, first, "k4");
            refused(StampRefusal.BYTES_UNKNOWN, () -> values.serialize("other", first, "v"));
        }
    }

    @Test
    void withoutAContextOrWithAKeyInItNothingIsSent() {
        Headers headers = new RecordHeaders();
        String key = ApiKey.generate(KeyPrefixes.DEFAULT.test(), new Random(1)).reveal();
        keys.serialize(TOPIC, headers, "k");
        refused(StampRefusal.NO_CONTEXT, () -> values.serialize(TOPIC, headers, "v"));
        refused(StampRefusal.KEY_IN_RECORD, () -> keys.serialize(TOPIC, headers, key));
        keys.serialize(TOPIC, headers, "k");
        refused(StampRefusal.KEY_IN_RECORD, () -> values.serialize(TOPIC, headers, "{\"a\":\"" + key + "\"}"));
        refused(StampRefusal.BYTES_UNKNOWN, () -> values.serialize(TOPIC, "v"));
        refused(StampRefusal.BYTES_UNKNOWN, () -> keys.serialize(TOPIC, "v"));
        assertThat(headers.toArray()).isEmpty();
    }

    @Test
    void aRecordSentAgainKeepsItsStampIfThatIsStillItsOwn() {
        RecordHeaders headers = new RecordHeaders();
        byte[] key;
        byte[] value;
        try (CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            keys.serialize(TOPIC, headers, "k");
            values.serialize(TOPIC, headers, "v");
            headers.setReadOnly();
            key = keys.serialize(TOPIC, headers, "k");
            value = values.serialize(TOPIC, headers, "v");

            keys.serialize(TOPIC, headers, "k");
            refused(StampRefusal.HEADERS_READ_ONLY, () -> values.serialize(TOPIC, headers, "w"));
            keys.serialize(TOPIC, headers, "l");
            refused(StampRefusal.HEADERS_READ_ONLY, () -> values.serialize(TOPIC, headers, "v"));
        }
        assertThat(fabric.verifier.verify(consumed(TOPIC, key, value, headers))).isInstanceOf(Stamped.Verified.class);
    }

    @Test
    void topicsWithoutPolicyPassOnlyIfToldSoAndStillThroughTheTripwire() {
        String key = ApiKey.generate(KeyPrefixes.DEFAULT.test(), new Random(1)).reveal();
        keys.configure(Map.of(), true);
        values.configure(Map.of(Stamping.UNLISTED_TOPICS, "pass"), false);
        Headers headers = new RecordHeaders();

        keys.serialize("free", headers, "k");
        assertThat(values.serialize("free", headers, "v")).isEqualTo(bytes("v"));
        assertThat(headers.toArray()).isEmpty();
        keys.serialize("free", headers, "k");
        refused(StampRefusal.KEY_IN_RECORD, () -> values.serialize("free", headers, key));
        keys.serialize(TOPIC, headers, "k");
        refused(StampRefusal.NO_CONTEXT, () -> values.serialize(TOPIC, headers, "v"));
        values.configure(Map.of(), false);
        try (CurrentContext.Scope scope = CurrentContext.open(fabric.context())) {
            keys.serialize("free", headers, "k");
            refused(StampRefusal.TOPIC_WITHOUT_POLICY, () -> values.serialize("free", headers, "v"));
        }
    }

    @Test
    void theConfigurationKeepsTheApplicationsSerialisersByClassNameOrInstance() {
        for (Object own :
                new Object[] {StringSerializer.class, StringSerializer.class.getName(), new StringSerializer()}) {
            Properties properties = new Properties();
            properties.put("key.serializer", own);
            properties.put("value.serializer", own);
            Map<String, Object> config = Stamping.producerConfig(properties, fabric.stamper());
            StampingKeySerializer<String> key = new StampingKeySerializer<>();
            key.configure(config, true);

            assertThat(properties).hasSize(2);
            assertThat(key.serialize(TOPIC, new RecordHeaders(), "ü")).isEqualTo(bytes("ü"));
            assertThat(key.serialize(TOPIC, new RecordHeaders(), null)).isNull();
            key.close();
        }
    }

    @Test
    void aWrongConfigurationIsSaidAtOnce() {
        Map<String, Object> good =
                Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class);

        assertThatThrownBy(() -> Stamping.producerConfig(Map.of(), fabric.stamper()))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() ->
                        Stamping.producerConfig(Stamping.producerConfig(good, fabric.stamper()), fabric.stamper()))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new StampingKeySerializer<String>().configure(good, true))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new StampingValueSerializer<String>()
                        .configure(
                                Map.of(Stamping.STAMPER, fabric.stamper(), Stamping.VALUE_SERIALIZER, "no.Such"),
                                false))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> values.configure(Map.of(Stamping.UNLISTED_TOPICS, "maybe"), false))
                .isInstanceOf(ConfigException.class);
    }

    private static void refused(StampRefusal reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable sending) {
        assertThatThrownBy(sending)
                .isInstanceOfSatisfying(
                        StampRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
