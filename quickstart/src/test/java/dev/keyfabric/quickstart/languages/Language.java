package dev.keyfabric.quickstart.languages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keyfabric.quickstart.FreePorts;
import dev.keyfabric.quickstart.docs.Pages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A language in which examples/ holds a service and a reader. */
enum Language {
    NODE("node", "-e", "process.exitCode = parseInt(process.versions.node) < 20 ? 1 : 0", "mjs"),
    PYTHON("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))", "py");

    private static final int SECONDS = 20;

    private final String program;
    private final String runText;
    private final String checkAge;
    private final String suffix;

    Language(String program, String runText, String checkAge, String suffix) {
        this.program = program;
        this.runText = runText;
        this.checkAge = checkAge;
        this.suffix = suffix;
    }

    /**
     * What a program that ended said.
     *
     * @param out its lines on standard output
     */
    record Ended(int status, List<String> out, String err) {}

    /** Skips the test where the program is not there, or too old. */
    void require() {
        assumeTrue(isInstalled(), () -> program + " is missing or too old: its examples are not tried here");
    }

    /** A running service of this language that asks the validator at an address. */
    RunningExample service(String validator, Path folder) throws IOException {
        int port = FreePorts.free();
        ProcessBuilder builder = builder(validator, "service");
        builder.environment().put("PORT", String.valueOf(port));
        Path log = Files.createTempFile(folder, program, ".log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new RunningExample(process, "http://127.0.0.1:" + port, log);
    }

    /** The reader's word on records. */
    Ended read(String validator, List<String> lines, Path folder) throws IOException, InterruptedException {
        Path in = Files.write(Files.createTempFile(folder, program, ".in"), lines);
        Path out = Files.createTempFile(folder, program, ".out");
        Path err = Files.createTempFile(folder, program, ".err");
        Process process = builder(validator, "reader")
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(program + " did not end");
            }
            return new Ended(process.exitValue(), Files.readAllLines(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder builder(String validator, String name) {
        Path folder = Pages.root().resolve("examples").resolve(this == NODE ? "node" : "python");
        ProcessBuilder builder =
                new ProcessBuilder(program, folder.resolve(name + "." + suffix).toString());
        builder.environment().put("VALIDATOR_URL", validator);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return builder;
    }

    private boolean isInstalled() {
        try {
            Process process = new ProcessBuilder(program, runText, checkAge)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 && said.isEmpty();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
