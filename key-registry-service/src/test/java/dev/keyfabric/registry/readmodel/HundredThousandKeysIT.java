package dev.keyfabric.registry.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.keyfabric.registry.Registries;
import dev.keyfabric.schemas.event.KeyState;
import dev.keyfabric.schemas.event.KeyStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of the console at the size that it promises: how many rows the database looks at for a page is held, how long that
 * takes is told in the log alone, since it is the machine's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HundredThousandKeysIT {
    private static final Logger LOG = LoggerFactory.getLogger(HundredThousandKeysIT.class);
    private static final Pattern SCANNED = Pattern.compile("scanCount: ([0-9]+)");
    private static final int KEYS = 100_000;
    private static final int BATCH = 5_000;

    /** The rows of a page, and the one that says that there is another. */
    private static final int PAGE = 51;

    /** What the database counts on top. */
    private static final int MORE = 2;

    private static final Sort NEWEST = new Sort(Sort.By.CREATED_AT, true);
    private static final Sort NAME = new Sort(Sort.By.NAME, false);

    private Database database;

    @BeforeAll
    void fill() {
        Path folder = Registries.folder("hundred-thousand");
        ReadModel model = ReadModel.open(folder, Records.root());
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
        model.close();
        database = Database.open(folder, Records.root().thumbprint());
    }

    @AfterAll
    void close() {
        database.close();
    }

    static Stream<Arguments> walks() {
        return Stream.of(
                arguments("newest", NEWEST, list(l -> l), PAGE),
                arguments("by name", NAME, list(l -> l), PAGE),
                // One of 50 is revoked.
                arguments("active, newest", NEWEST, list(l -> l.status("ACTIVE")), 2 * PAGE),
                arguments("revoked, newest", NEWEST, list(l -> l.status("REVOKED")), 50 * PAGE),
                arguments("of a consumer", NEWEST, list(l -> l.belongsTo("consumer-77")), PAGE),
                arguments("of a big consumer", NEWEST, list(l -> l.belongsTo("big")), PAGE),
                arguments(
                        "revoked of a big consumer",
                        NEWEST,
                        list(l -> l.belongsTo("big").status("REVOKED")),
                        25 * PAGE),
                arguments("of a big consumer by name", NAME, list(l -> l.belongsTo("big")), 2 * PAGE),
                arguments("a scope of one in a hundred", NEWEST, list(l -> l.scope("rare:read")), 100 * PAGE),
                arguments("a word that is common", NEWEST, list(l -> l.containing("number")), PAGE),
                // What few keys have, or none, is looked for among all of them, once.
                arguments("of a small consumer by name", NAME, list(l -> l.belongsTo("consumer-77")), KEYS),
                arguments("suspended, of which there are none", NEWEST, list(l -> l.status("SUSPENDED")), KEYS),
                arguments("a word of one", NEWEST, list(l -> l.containing("number 4711")), KEYS),
                arguments("a word of none", NEWEST, list(l -> l.containing("nothing-like-it")), KEYS));
    }

    private static UnaryOperator<Listing> list(UnaryOperator<Listing> filter) {
        return filter;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("walks")
    void aPageLooksAtNoMoreRowsThanItMust(String name, Sort sort, UnaryOperator<Listing> filter, int most)
            throws SQLException {
        Listing listing = filter.apply(new Listing(SubjectKind.KEY, sort, PAGE - 1, null));
        tell(name, listing);

        assertThat(scanned(listing)).isBetween(1L, (long) most + MORE);
    }

    @Test
    void thePageAtTheEndLooksAtNoMoreThanTheFirst() throws SQLException {
        Cursor far =
                new Cursor(NEWEST, String.valueOf(Records.TIME.plusSeconds(40).toEpochMilli()), "key_000040");
        Listing listing = new Listing(SubjectKind.KEY, NEWEST, PAGE - 1, far);
        tell("the last page", listing);

        assertThat(new Lookups(database).page(listing).items()).hasSize(40);
        assertThat(scanned(listing)).isBetween(40L, (long) PAGE + MORE);
    }

    private long scanned(Listing listing) throws SQLException {
        List<Object> values = new ArrayList<>();
        String sql = "EXPLAIN ANALYZE " + listing.sql(values);
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            try (ResultSet plan = query.executeQuery()) {
                assertThat(plan.next()).isTrue();
                Matcher scanned = SCANNED.matcher(plan.getString(1));
                assertThat(scanned.find()).as(plan.getString(1)).isTrue();
                return Long.parseLong(scanned.group(1));
            }
        }
    }

    private void tell(String name, Listing listing) {
        Lookups lookups = new Lookups(database);
        lookups.page(listing);
        long begin = System.nanoTime();
        lookups.page(listing);
        LOG.info("msg=a page of 100,000 keys list=\"{}\" ms={}", name, (System.nanoTime() - begin) / 1_000_000);
    }
}
