package dev.keyfabric.registry.http;

import dev.keyfabric.context.http.HttpDates;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.InstantSource;

/** Dates each answer (RFC 9110, section 6.6.1). The server's own dates have one digit on the first days of a month. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DateHeader {
    private final HttpDates dates;

    DateHeader(InstantSource clock) {
        this.dates = new HttpDates(clock);
    }

    @ResponseFilter
    void date(MutableHttpResponse<?> response) {
        response.getHeaders().set(HttpHeaders.DATE, dates.now());
    }
}
