package dev.keyfabric.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DateHeaderTest {
    @Test
    void anAnswerIsDatedByTheRegistrysClockAndOnce() {
        MutableHttpResponse<?> answer = HttpResponse.ok().header("Date", "Sun, 6 Nov 1994 08:49:37 GMT");

        new DateHeader(InstantSource.fixed(Instant.parse("2026-12-01T00:06:00Z"))).date(answer);

        assertThat(answer.getHeaders().getAll("Date")).containsExactly("Tue, 01 Dec 2026 00:06:00 GMT");
    }
}
