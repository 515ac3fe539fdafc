package dev.keyfabric.cli.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"90d, P90D", "24h, PT24H", "15m, PT15M", "30s, PT30S", "PT1H30M, PT1H30M", "P1D, P1D"})
    void lengthsOfTimeAreReadAsPeopleWriteThem(String text, Duration time) {
        assertThat(new SpanConverter().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "d", "1w", "-", "1.5h", "99999999999d"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatThrownBy(() -> new SpanConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31, 2027-01-31T00:00:00Z",
        "2027-01-31T12:00:00Z, 2027-01-31T12:00:00Z",
        "2027-01-31T12:00:00+02:00, 2027-01-31T10:00:00Z"
    })
    void momentsAreReadWithTheirOffsetOrAsADay(String text, Instant moment) {
        assertThat(new MomentConverter().convert(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2027-02-31", "2027-01-31T12:00:00"})
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> new MomentConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void limitsAndQuotasAreReadInOneWord() {
        assertThat(new Limit.Converter().convert("burst:20/1s")).isEqualTo(new Limit("burst", 20, 1));
        assertThat(new QuotaLimit.Converter().convert("monthly:1000/month"))
                .isEqualTo(new QuotaLimit("monthly", 1000, "month"));
        assertThatThrownBy(() -> new Limit.Converter().convert("20/1s")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> new QuotaLimit.Converter().convert("m:1/year"))
                .isInstanceOf(TypeConversionException.class);
    }
}
