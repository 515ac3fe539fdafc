package dev.keyfabric.cli.doctor;

import dev.keyfabric.cli.shell.CliException;
import dev.keyfabric.cli.shell.ExitCode;
import dev.keyfabric.cli.shell.Input;
import dev.keyfabric.cli.shell.Shell;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** Gives the roles what they lack, after saying what that is; takes nothing away. */
final class FixAcls {
    private final Bus bus;
    private final Shell shell;

    FixAcls(Bus bus, Shell shell) {
        this.bus = bus;
        this.shell = shell;
    }

    void run(RightsArea rights, boolean yes) {
        try {
            Map<AclBinding, String> missing = rights.missing(
                    Bus.answer(bus.admin().describeAcls(AclBindingFilter.ANY).values()));
            if (missing.isEmpty()) {
                shell.say("no right is missing");
                return;
            }
            missing.forEach((binding, role) -> shell.say(
                    "allow " + binding.entry().principal() + " " + RightsArea.words(binding) + "  (" + role + ")"));
            if (!yes && !new Input(shell).isConfirmed("give these " + missing.size() + " rights?")) {
                throw CliException.usage("nothing was given");
            }
            Bus.answer(bus.admin().createAcls(missing.keySet()).all());
            shell.say(missing.size() + " rights were given");
        } catch (Bus.NoAnswerException e) {
            throw new CliException(ExitCode.NOT_ALLOWED, "the rights could not be given: " + e.words());
        }
    }
}
