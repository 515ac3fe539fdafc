package dev.keyfabric.validation.view;

import dev.keyfabric.follower.Batch;
import dev.keyfabric.follower.View;
import dev.keyfabric.validation.view.Failpoint.Step;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that fills a view, or a second one beside it, and dies when it has passed a step so many times. */
final class ViewVictim {
    private static final int DIED = 86;

    private ViewVictim() {}

    /** Folder, seed and length of the history, step, passings, {@code beside} or {@code serving}. */
    public static void main(String[] args) {
        SeededHistory history = new SeededHistory(Long.parseLong(args[1]), Integer.parseInt(args[2]));
        Step fatal = Step.valueOf(args[3]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[4]));
        Failpoint death = step -> {
            if (step == fatal && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(DIED);
            }
        };
        try (FabricView view = StoredView.open(Path.of(args[0]), death)) {
            if (args[5].equals("beside")) {
                Beside next = view.beside();
                feed(next.fed(), history.batches());
                next.serve();
            } else {
                feed(view, history.batches());
            }
        }
    }

    /** As a follower does: from the offsets that the view has. */
    static void feed(View view, List<Batch> batches) {
        for (Batch batch : batches) {
            if (batch.nextOffsets().entrySet().stream()
                    .anyMatch(next -> view.nextOffset(next.getKey()).orElse(0) < next.getValue())) {
                view.apply(batch);
            }
        }
    }

    /** Runs one; says whether it died as it was to. */
    static boolean dies(Path folder, long seed, int length, Step step, int passings, String where) throws Exception {
        Process process = start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ViewVictim.class.getName(),
                folder.toString(),
                String.valueOf(seed),
                String.valueOf(length),
                step.name(),
                String.valueOf(passings),
                where));
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == DIED;
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(new File("target/view-victim.log")))
                .start();
    }
}
