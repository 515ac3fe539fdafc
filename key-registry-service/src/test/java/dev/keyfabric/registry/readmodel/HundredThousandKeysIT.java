package dev.keyfabric.registry.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.registry.Registries;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lists of the console at the size that it promises: each page comes before somebody wonders where it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HundredThousandKeysIT {
    private static final Logger LOG = LoggerFactory.getLogger(HundredThousandKeysIT.class);
    private static final int KEYS = 100_000;
    private static final int BATCH = 5_000;

    /** Of a list that ends after a page; on an idle machine a hundredth of it, but tests share theirs. */
    private static final Duration WALK = Duration.ofSeconds(1);

    /** Of a search that looks at every key; on an idle machine a tenth of it. */
    private static final Duration SEARCH = Duration.ofSeconds(5);

    private static final Sort NEWEST = new Sort(Sort.By.CREATED_AT, true);

    private ReadModel model;

    @BeforeAll
    void fill() {
        model = ReadModel.open(Registries.folder("hundred-thousand"), Records.root());
        Records records = new Records();
        for (int i = 0; i < KEYS; i++) {
            KeyState.Builder key = Records.key("key_%06d".formatted(i), i + 1)
                    .setConsumerId(i % 2 == 0 ? "big" : "consumer-" + i % 1000)
                    .setName("key number " + i)
                    .setCreatedAt(Records.TIME.plusSeconds(i))
                    .setStatus(i % 50 == 0 ? KeyStatus.REVOKED : KeyStatus.ACTIVE)
                    .setScopes(List.of(i % 100 == 7 ? "rare:read" : "orders:read"));
            records.put(key);
            if ((i + 1) % BATCH == 0) {
                model.apply(records.batch());
            }
        }
    }

    @AfterAll
    void close() {
        model.close();
    }

    @Test
    void everyListIsThereInTime() {
        List<String> times = new ArrayList<>();
        List<String> late = new ArrayList<>();
        time("newest", NEWEST, l -> l, times, late, WALK);
        time("by name", new Sort(Sort.By.NAME, false), l -> l, times, late, WALK);
        time("active, newest", NEWEST, l -> l.status("ACTIVE"), times, late, WALK);
        time("revoked, newest", NEWEST, l -> l.status("REVOKED"), times, late, WALK);
        time("of a consumer", NEWEST, l -> l.belongsTo("consumer-77"), times, late, WALK);
        time("of a big consumer", NEWEST, l -> l.belongsTo("big"), times, late, WALK);
        time("revoked of a big consumer", NEWEST, l -> l.belongsTo("big").status("REVOKED"), times, late, WALK);
        time("of a big consumer by name", new Sort(Sort.By.NAME, false), l -> l.belongsTo("big"), times, late, WALK);
        time(
                "of a small consumer by name",
                new Sort(Sort.By.NAME, false),
                l -> l.belongsTo("consumer-77"),
                times,
                late,
                SEARCH);
        time("suspended, of which there are none", NEWEST, l -> l.status("SUSPENDED"), times, late, SEARCH);
        time("a scope that is rare", NEWEST, l -> l.scope("rare:read"), times, late, SEARCH);
        time("a word that is common", NEWEST, l -> l.containing("number"), times, late, SEARCH);
        time("a word of one", NEWEST, l -> l.containing("number 4711"), times, late, SEARCH);
        time("a word of none", NEWEST, l -> l.containing("nothing-like-it"), times, late, SEARCH);
        LOG.info("msg=pages of 100,000 keys, worst of five in ms times={}", times);
        assertThat(late).isEmpty();
    }

    @Test
    void thePageAtTheEndIsAsFastAsTheFirst() {
        Cursor far =
                new Cursor(NEWEST, String.valueOf(Records.TIME.plusSeconds(40).toEpochMilli()), "key_000040");
        Duration took = took(new Listing(SubjectKind.KEY, NEWEST, 50, far), 40);
        LOG.info("msg=last page of 100,000 keys took={}", took);
        assertThat(took).isLessThan(WALK);
    }

    private void time(
            String name,
            Sort sort,
            UnaryOperator<Listing> filter,
            List<String> times,
            List<String> late,
            Duration longest) {
        Duration worst = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            model.lookups().page(filter.apply(new Listing(SubjectKind.KEY, sort, 50, null)));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            worst = took.compareTo(worst) > 0 ? took : worst;
        }
        times.add(name + " " + worst.toMillis());
        if (worst.compareTo(longest) > 0) {
            late.add(name + " took " + worst);
        }
    }

    private Duration took(Listing listing, int expected) {
        long begin = System.nanoTime();
        assertThat(model.lookups().page(listing).items()).hasSize(expected);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
