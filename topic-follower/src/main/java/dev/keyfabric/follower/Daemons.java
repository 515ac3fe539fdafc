package dev.keyfabric.follower;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Threads that never keep a process alive. */
final class Daemons {
    private Daemons() {}

    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for a thread to end, whether or not this one is interrupted meanwhile; returns after the time at most. */
    static void join(Thread thread, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            for (long left = atMost.toNanos(); thread.isAlive() && left > 0; left = deadline - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
