package dev.keyfabric.quickstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The programs on this machine. A test of one that is not there is skipped, and says so. */
final class Installed {
    /** {@code -Dproxies=required}: what is not there fails its tests, as in {@code .ci/run}. */
    private static final boolean REQUIRED = "required".equals(System.getProperty("proxies"));

    private Installed() {}

    static Path require(ProxyProgram program) {
        boolean there = program.installed().isPresent();
        if (REQUIRED) {
            assertThat(there).as("%s is installed", program.program()).isTrue();
        }
        assumeTrue(there, () -> program.program() + " is not installed: what deploy/ ships for it is not tried here");
        return program.installed().orElseThrow();
    }
}
