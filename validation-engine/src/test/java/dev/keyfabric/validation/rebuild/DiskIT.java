package dev.keyfabric.validation.rebuild;

import static dev.keyfabric.validation.rebuild.EngineBench.awaitCode;
import static dev.keyfabric.validation.rebuild.EngineBench.code;
import static dev.keyfabric.validation.rebuild.EngineBench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.judge.Code;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that takes nothing more stops the applying and not the answers, and is read on from once it does. */
class DiskIT {
    private static final String ID = id("k1");

    private final ApiKey secret = Events.apiKey();
    private final ApiKey later = Events.apiKey();
    private EngineBench bench;
    private Tmpfs disk;

    @BeforeEach
    void begin() throws Exception {
        disk = new Tmpfs(64);
        bench = new EngineBench();
        bench.data = disk.folder.resolve("data");
        bench.give(ID, secret, 1, KeyStatus.ACTIVE);
    }

    @AfterEach
    void end() throws Exception {
        if (bench != null) {
            bench.close();
        }
        disk.close();
    }

    @ParameterizedTest(name = "reserve {0} MiB, {1} MiB left by others")
    @CsvSource({"32, 20", "0, 0"})
    void onAFullDiskItAnswersOnAndSaysSoAndReadsOnOnceThereIsSpace(int reserveMib, int leftMib) throws Exception {
        bench.reserveMib = reserveMib;
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            disk.fill(leftMib);
            // Ticks and keys come until a write meets the shortage.
            SplittableRandom random = new SplittableRandom(1);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        for (int i = 0; i < 20; i++) {
                            bench.giveLarge(id("large" + random.nextLong()), random);
                        }
                        return engine.status().follower().blocked() != null;
                    });
            assertThat(engine.status().follower().blocked()).containsIgnoringCase("disk");
            bench.give(ID, secret, 2, KeyStatus.SUSPENDED);
            bench.give(id("later"), later, 1, KeyStatus.ACTIVE);
            await().during(Duration.ofSeconds(1)).until(() -> code(engine, secret) == Code.VALID);

            disk.free();

            awaitCode(engine, later, Code.VALID);
            awaitCode(engine, secret, Code.SUSPENDED);
            assertThat(engine.status().follower().blocked()).isNull();
        }
    }

    @Test
    void startedOnADiskThatCannotBeWrittenItAnswersFromItAndReadsOnOnceItCan() throws Exception {
        try (ValidationEngine engine = bench.open()) {
            awaitCode(engine, secret, Code.VALID);
            // Streams that is cut off while it starts may keep its folder.
            await().until(() -> engine.status().follower().phase() == FollowerStatus.Phase.FOLLOWING);
            bench.fabric.stopBroker();
        }
        bench.fabric.startBroker();
        disk.remount("ro");
        try (ValidationEngine engine = bench.open()) {
            assertThat(code(engine, secret)).isEqualTo(Code.VALID);
            bench.give(id("later"), later, 1, KeyStatus.ACTIVE);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.status().follower().blocked() != null);
            assertThat(List.of(code(engine, secret), code(engine, later))).containsExactly(Code.VALID, Code.NOT_FOUND);

            disk.remount("rw");

            awaitCode(engine, later, Code.VALID);
        }
    }
}
