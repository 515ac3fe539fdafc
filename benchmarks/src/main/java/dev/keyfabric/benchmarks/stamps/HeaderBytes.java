package dev.keyfabric.benchmarks.stamps;

import dev.keyfabric.context.stamp.Binding;
import dev.keyfabric.context.stamp.CallContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;

/** Bytes that a stamp adds to a record, in Kafka's own batches of 100 records: as they are, and compressed. */
final class HeaderBytes {
    private static final int BATCH = 100;

    private HeaderBytes() {}

    static void print() {
        System.out.println(
                "\nBytes that a stamp adds to each record of a batch of 100 (JSON values of about 90 bytes):");
        System.out.printf("%-10s %-22s %8s %8s %8s%n", "profile", "the batch is of", "none", "lz4", "zstd");
        for (Binding profile : Binding.values()) {
            for (int calls : new int[] {1, 10, BATCH}) {
                System.out.printf(
                        "%-10s %-22s %8d %8d %8d%n",
                        profile.name().toLowerCase(Locale.ROOT),
                        calls + (calls == 1 ? " call" : " calls"),
                        added(profile, calls, Compression.NONE),
                        added(profile, calls, Compression.lz4().build()),
                        added(profile, calls, Compression.zstd().build()));
            }
        }
    }

    private static long added(Binding profile, int calls, Compression compression) {
        Shop shop = new Shop("orders.created.v1", profile);
        List<ProducerRecord<byte[], byte[]>> plain = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> stamped = new ArrayList<>();
        CallContext call = shop.call();
        for (int i = 0; i < BATCH; i++) {
            if (i > 0 && i % (BATCH / calls) == 0) {
                call = shop.call();
            }
            String order =
                    "{\"order\":" + (73_000_000L + i * 7919L) + ",\"sku\":\"A-" + (i * 31 % 97) + "\",\"quantity\":"
                            + (1 + i % 5) + ",\"total\":\"" + (i * 37 % 900) + ".90\",\"currency\":\"EUR\"}";
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(shop.topic, utf8("order-" + i * 7919), utf8(order));
            plain.add(record);
            stamped.add(shop.stamper.stamp(record, call));
        }
        return Math.round((size(stamped, compression) - size(plain, compression)) / (double) BATCH);
    }

    private static long size(List<ProducerRecord<byte[], byte[]>> records, Compression compression) {
        MemoryRecordsBuilder batch =
                MemoryRecords.builder(ByteBuffer.allocate(1024 * 1024), compression, TimestampType.CREATE_TIME, 0L);
        long timestamp = System.currentTimeMillis();
        for (ProducerRecord<byte[], byte[]> record : records) {
            Header[] headers = record.headers().toArray();
            batch.append(timestamp, record.key(), record.value(), headers);
        }
        return batch.build().sizeInBytes();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
