package dev.keyfabric.cli.registry;

import dev.keyfabric.cli.http.Address;
import dev.keyfabric.cli.shell.Shell;
import picocli.CommandLine.Parameters;

/** A change of one subject that says nothing but which: suspend, reinstate, activate. */
public abstract class SubjectChange extends ChangeCommand {
    private final String kind;
    private final String action;

    @Parameters(paramLabel = "ID", description = "the subject's id")
    protected String id = "";

    protected SubjectChange(Shell shell, String kind, String action) {
        super(shell);
        this.kind = kind;
        this.action = action;
    }

    protected final String subjectPath() {
        return Address.path("v1", kind, id, action);
    }

    @Override
    protected Request request() {
        return Request.post(subjectPath());
    }
}
