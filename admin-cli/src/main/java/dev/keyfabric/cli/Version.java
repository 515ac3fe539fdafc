package dev.keyfabric.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "keyfabric "
                    + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                            .orElse("(built here)")
        };
    }
}
