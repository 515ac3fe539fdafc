package dev.keyfabric.validation.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.view.Sieve.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SieveTest {
    private static final int CAPACITY = 300;

    private final List<String> gone = new ArrayList<>();
    private final Sieve sieve =
            new Sieve(CAPACITY, entry -> gone.add(entry.value().toString()));

    @Test
    void theOldestGoesThatNobodyAskedFor() {
        Entry a = admitted("a");
        admitted("b");
        admitted("c");
        a.ask();

        admitted("d");

        assertThat(gone).containsExactly("b");
    }

    @Test
    void whatWasAskedForGoesOnceTheHandPassedAgain() {
        List<Entry> entries = List.of(admitted("a"), admitted("b"), admitted("c"));
        entries.forEach(Entry::ask);

        admitted("d");
        admitted("e");

        assertThat(gone).containsExactly("d", "a");
    }

    @Test
    void theHandPassesOverNoMoreThanABoundedNumber() {
        Sieve large = new Sieve(100_000, entry -> gone.add(entry.value().toString()));
        IntStream.range(0, 1000).forEach(i -> {
            Entry entry = entry(String.valueOf(i), 100);
            large.admit(entry);
            entry.ask();
        });

        large.admit(entry("one more", 100));

        assertThat(gone).containsExactly("64");
    }

    @Test
    void whatWasDroppedBeforeItCameStaysOut() {
        Entry late = entry("late", 100);
        sieve.drop(late);

        sieve.admit(late);

        assertThat(sieve.weight()).isZero();
    }

    @Test
    void whatIsAdmittedTwiceWeighsOnce() {
        Entry entry = admitted("a");

        sieve.admit(entry);

        assertThat(sieve.weight()).isEqualTo(100);
    }

    @Test
    void whatIsDroppedMakesRoomAndIsNotGivenUp() {
        Entry a = admitted("a");
        admitted("b");
        admitted("c");

        sieve.drop(a);
        admitted("d");

        assertThat(gone).isEmpty();
        assertThat(sieve.weight()).isEqualTo(CAPACITY);
    }

    @Test
    void theHandSurvivesThatItsEntryIsDropped() {
        admitted("a").ask();
        admitted("b");
        Entry c = admitted("c");
        admitted("d"); // gives b up and leaves the hand at c
        sieve.drop(c);

        admitted("e");
        admitted("f");

        assertThat(gone).containsExactly("b", "d");
    }

    @Test
    void whatWeighsMoreThanAllGoesAtOnce() {
        admitted("a");

        sieve.admit(entry("huge", CAPACITY + 1));

        assertThat(gone).containsExactly("a", "huge");
        assertThat(sieve.weight()).isZero();
    }

    private Entry admitted(String value) {
        Entry entry = entry(value, 100);
        sieve.admit(entry);
        return entry;
    }

    private static Entry entry(String value, int weight) {
        return new Entry(new CacheKey(Column.KEYS, value), value, weight);
    }
}
