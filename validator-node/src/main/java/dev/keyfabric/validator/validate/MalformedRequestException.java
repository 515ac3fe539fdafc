package dev.keyfabric.validator.validate;

import dev.keyfabric.validator.problem.FieldFault;
import java.util.List;

/** A request that is no question; says all that is wrong with it. */
final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldFault> faults;

    MalformedRequestException(List<FieldFault> faults) {
        super(faults.size() + " faults");
        this.faults = List.copyOf(faults);
    }

    List<FieldFault> faults() {
        return faults;
    }
}
