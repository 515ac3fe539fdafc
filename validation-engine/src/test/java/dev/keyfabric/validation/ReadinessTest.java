package dev.keyfabric.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyfabric.follower.CatchUp;
import dev.keyfabric.follower.FollowerStatus;
import dev.keyfabric.follower.FollowerStatus.Phase;
import dev.keyfabric.validation.judge.Code;
import dev.keyfabric.validation.view.ViewBench;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final Duration BOUND = Duration.ofHours(24);
    private static final FollowerStatus ALONE = FollowerStatus.UNCONNECTED;
    private static final FollowerStatus AT_THE_END =
            new FollowerStatus(Phase.FOLLOWING, true, true, null, null, null, new CatchUp(0, 0, 0, 0));

    private final ViewBench bench = new ViewBench();
    private final AtomicInteger rejoins = new AtomicInteger();
    private FollowerStatus status = AT_THE_END;
    private boolean joined = true;
    private long silentMs;
    private LongSupplier silence = () -> silentMs;

    @AfterEach
    void close() {
        bench.close();
    }

    private Readiness start(Duration bound, BooleanSupplier joined) {
        return new Readiness(
                bench.view(),
                () -> status,
                joined,
                rejoins::incrementAndGet,
                () -> silence.getAsLong(),
                bound,
                Duration.ofSeconds(2),
                bench.time.source().nanos());
    }

    private Readiness start(Duration bound) {
        return start(bound, () -> joined);
    }

    /** A node that answers, ticked just now. */
    private Readiness answering() {
        bench.tickAll();
        Readiness readiness = start(BOUND);
        assertThat(readiness.fault()).isNull();
        return readiness;
    }

    @Test
    void aNodeWhoseBoundPassedWhileItWasDownAnswersOnlyOnceTheFleetHasHeardOfIt() {
        answering();
        bench.time.pass(BOUND.plusSeconds(1));
        bench.reopen();
        status = ALONE;
        joined = false;
        Readiness readiness = start(BOUND);
        assertThat(readiness.fault()).isEqualTo(Code.STALE);
        assertThat(readiness.ready()).isFalse();

        status = AT_THE_END;
        bench.tickAll();
        assertThat(bench.view().stalenessMs()).isZero();
        assertThat(readiness.fault()).isEqualTo(Code.STALE);
        joined = true;
        assertThat(readiness.fault()).isNull();
        assertThat(readiness.ready()).isTrue();
    }

    @Test
    void aNodeThatReadsButCouldNotBeHeardOfForLongerThanItsBoundHasToRejoin() {
        Readiness readiness = answering();
        joined = false;
        silentMs = BOUND.toMillis() + 1;

        assertThat(readiness.fault()).isEqualTo(Code.STALE);
        assertThat(rejoins).hasValue(1);

        silentMs = 0;
        joined = true;
        assertThat(readiness.fault()).isNull();
    }

    @Test
    void aNodeCutOffForLongerThanItsBoundHasToRejoinThoughNobodyAskedItMeanwhile() {
        Readiness readiness = answering();
        bench.time.pass(BOUND.plusSeconds(1));
        bench.tickAll();
        joined = false;
        assertThat(readiness.fault()).isEqualTo(Code.STALE);
        assertThat(rejoins).hasValue(1);
        joined = true;
        assertThat(readiness.fault()).isNull();
        assertThat(rejoins).hasValue(1);
    }

    @Test
    void aNodeCutOffForLessGoesOn() {
        Readiness readiness = answering();
        bench.time.pass(BOUND);
        joined = false;
        assertThat(readiness.fault()).isNull();
        bench.tickAll();
        assertThat(readiness.fault()).isNull();
        assertThat(rejoins).hasValue(0);
    }

    @Test
    void aNodeThatLapsedHasToRejoinAfterARestartToo() {
        Readiness readiness = answering();
        joined = false;
        silentMs = BOUND.toMillis() + 1;
        assertThat(readiness.fault()).isEqualTo(Code.STALE);

        bench.reopen();
        bench.tickAll();
        silentMs = 0;
        Readiness again = start(BOUND);
        assertThat(again.fault()).isEqualTo(Code.STALE);
        assertThat(again.ready()).isFalse();
        joined = true;
        assertThat(again.fault()).isNull();

        bench.reopen();
        joined = false;
        assertThat(start(BOUND).fault()).isNull();
    }

    @Test
    void aNodeThatWasNotHeardOfForItsBoundHasToRejoinHoweverOftenItWasStarted() {
        silence = () -> bench.view().silentMs();
        bench.view()
                .setTold(
                        bench.time.source().wall().millis(),
                        bench.time.source().nanos().getAsLong());
        answering();
        joined = false;
        status = ALONE;
        for (int hour = 1; hour <= BOUND.toHours(); hour++) {
            bench.time.pass(Duration.ofHours(1));
            bench.tickAll();
            bench.reopen();
            assertThat(start(BOUND).fault()).as("%d h", hour).isNull();
        }
        bench.time.pass(Duration.ofSeconds(1));
        bench.tickAll();
        bench.reopen();
        assertThat(start(BOUND).fault()).isEqualTo(Code.STALE);
    }

    @Test
    void aNodeOfWhichNobodyKnowsWhenItWasHeardOfHasToJoin() {
        silence = () -> bench.view().silentMs();
        bench.tickAll();
        bench.view().setHasView();
        joined = false;
        assertThat(start(BOUND).fault()).isEqualTo(Code.STALE);
    }

    @Test
    void aNodeThatHasLeftIsNotReadyThoughItHadLapsedBefore() {
        bench.view().setHasView();
        bench.view().setLapsed(true);
        bench.view().setLeft(true);
        joined = false;
        assertThat(start(BOUND).fault()).isEqualTo(Code.NOT_READY);
    }

    @Test
    void aLongerBoundHoldsOnlyOnceTheFleetWasToldOfIt() {
        answering();
        bench.time.pass(BOUND.plusSeconds(1));
        bench.reopen();
        status = ALONE;
        joined = false;
        bench.view().setToldBoundMs(Duration.ofDays(7).toMillis());
        assertThat(start(Duration.ofDays(7)).fault()).isNull();
        bench.view().setToldBoundMs(BOUND.toMillis());
        assertThat(start(Duration.ofDays(7)).fault()).isEqualTo(Code.STALE);
    }

    @Test
    void aNodeThatLeavesWhileItIsComingBackHasLeft() throws Exception {
        bench.tickAll();
        Readiness[] readiness = new Readiness[1];
        Thread leaving = new Thread(() -> {
            readiness[0].close();
            bench.view().setLeft(true);
        });
        readiness[0] = start(BOUND, () -> {
            leaving.start();
            await().until(() ->
                    leaving.getState() == Thread.State.BLOCKED || leaving.getState() == Thread.State.TERMINATED);
            return true;
        });
        readiness[0].fault();
        leaving.join();
        assertThat(bench.view().left()).isTrue();
        assertThat(readiness[0].fault()).isEqualTo(Code.NOT_READY);
    }
}
