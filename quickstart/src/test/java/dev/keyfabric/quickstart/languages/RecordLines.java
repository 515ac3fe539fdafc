package dev.keyfabric.quickstart.languages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Records as the lines of JSON that the readers take. */
final class RecordLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordLines() {}

    static List<String> of(List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            List<String> headers = new ArrayList<>();
            for (Header header : record.headers()) {
                headers.add(header.key());
                headers.add(new String(header.value(), StandardCharsets.UTF_8));
            }
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("topic", record.topic());
            line.put("ts", record.timestamp());
            line.put("tstype", record.timestampType().name.equals("LogAppendTime") ? "logappend" : "create");
            line.put("headers", headers);
            line.put("key", base64(record.key()));
            line.put("value", base64(record.value()));
            lines.add(JSON.writeValueAsString(line));
        }
        return lines;
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
}
