package dev.keyfabric.quickstart.languages;

import dev.keyfabric.quickstart.service.BusinessTopics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A way to change a stamped record, after which it must be refused. */
enum Alteration {
    VALUE,
    NO_VALUE,
    KEY,
    TOPIC,
    TIME_OF_APPEND,
    TIME_OF_PRODUCER,
    CONSUMER,
    SUBJECT_ADDED,
    EXTENSION_ADDED,
    HEADER_DOUBLED,
    PROOF_TAKEN_AWAY,
    STAMP_TAKEN_AWAY,
    TOKEN_SPOILT,
    PROOF_SPOILT;

    /** The record, changed; the one given stays as it was. */
    ConsumerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders(record.headers());
        change(headers);
        return new ConsumerRecord<>(
                this == TOPIC ? BusinessTopics.CANCELLED : record.topic(),
                record.partition(),
                record.offset(),
                this == TIME_OF_APPEND ? record.timestamp() + 600_000 : record.timestamp(),
                this == TIME_OF_PRODUCER ? TimestampType.CREATE_TIME : record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                this == KEY ? bytes("another") : record.key(),
                this == NO_VALUE ? null : this == VALUE ? bytes("{}") : record.value(),
                headers,
                Optional.empty());
    }

    private void change(Headers headers) {
        switch (this) {
            case CONSUMER -> set(headers, "ce_authid", "globex");
            case SUBJECT_ADDED -> set(headers, "ce_subject", "another");
            case EXTENSION_ADDED -> set(headers, "ce_extra", "x");
            case HEADER_DOUBLED -> headers.add(headers.lastHeader("ce_id"));
            case PROOF_TAKEN_AWAY -> headers.remove("ce_dssematerial");
            case STAMP_TAKEN_AWAY -> headers.remove("ce_dssematerial").remove("ce_kftxn");
            case TOKEN_SPOILT -> set(headers, "ce_kftxn", spoilt(text(headers, "ce_kftxn")));
            case PROOF_SPOILT -> {
                // Inside the signature: the payload and the names of members stand before and behind it.
                String envelope = new String(
                        Base64.getDecoder().decode(text(headers, "ce_dssematerial")), StandardCharsets.UTF_8);
                int sig = envelope.indexOf("\"sig\":\"") + 10;
                String changed = envelope.substring(0, sig)
                        + (envelope.charAt(sig) == 'A' ? 'B' : 'A')
                        + envelope.substring(sig + 1);
                set(headers, "ce_dssematerial", Base64.getEncoder().encodeToString(bytes(changed)));
            }
            default -> {
                // Not a change of headers.
            }
        }
    }

    private static String spoilt(String token) {
        int signature = token.lastIndexOf('.') + 5;
        char other = token.charAt(signature) == 'A' ? 'B' : 'A';
        return token.substring(0, signature) + other + token.substring(signature + 1);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
