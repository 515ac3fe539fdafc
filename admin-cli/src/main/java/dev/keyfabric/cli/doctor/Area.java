package dev.keyfabric.cli.doctor;

import java.util.List;

/** Something to be looked at. */
interface Area {
    String name();

    /** What was found; never empty. A failure to look is a finding. */
    List<Check> look();
}
