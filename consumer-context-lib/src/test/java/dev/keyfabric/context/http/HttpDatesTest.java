package dev.keyfabric.context.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The form that RFC 9110 wants of every sender, on each day. */
class HttpDatesTest {
    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("1994-11-06T08:49:37.999Z"));
    private final HttpDates dates = new HttpDates(time::get);

    @Test
    void theFirstDaysOfAMonthHaveTwoDigits() {
        assertThat(dates.now()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void itIsWrittenAnewWhenASecondHasPassedAndWhenTheClockWasSetBack() {
        dates.now();

        time.set(Instant.parse("1994-11-06T08:49:38Z"));
        assertThat(dates.now()).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
        time.set(Instant.parse("1994-10-31T23:59:59Z"));
        assertThat(dates.now()).isEqualTo("Mon, 31 Oct 1994 23:59:59 GMT");
    }
}
