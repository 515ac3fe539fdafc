package dev.keyfabric.registry.console.form;

import dev.keyfabric.registry.body.Fault;
import dev.keyfabric.registry.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as it stands on a page: what was filled in, and what is wrong with it in words beside the field. It may hold what somebody
 * pasted by mistake: it is not printed.
 *
 * @param faults by field
 * @param problem what is wrong with the whole, or null
 * @param unknown whether nobody knows yet what became of it; then {@code once} is the one of before
 */
public record Filled(
        Map<String, String> values,
        Map<String, String> faults,
        @Nullable String problem,
        boolean unknown,
        String once) {

    /** A form that nobody has sent yet. */
    public static Filled fresh(Map<String, String> values, String once) {
        return new Filled(Map.copyOf(values), Map.of(), null, false, once);
    }

    /** A form that was refused. */
    static Filled refused(Form form, Problem problem, String fresh) {
        Map<String, String> faults = new LinkedHashMap<>();
        StringBuilder elsewhere = new StringBuilder();
        for (Fault fault : problem.faults()) {
            String field = field(fault.field());
            String words = said(fault, field);
            if (form.fields().containsKey(field)) {
                faults.merge(field, words, (first, next) -> first + "; " + next);
            } else {
                elsewhere.append(elsewhere.isEmpty() ? "" : "; ").append((fault.field() + " " + words).strip());
            }
        }
        boolean unknown = problem.status() == 503;
        String whole = !elsewhere.isEmpty()
                ? elsewhere.toString()
                : faults.isEmpty()
                        ? Advice.on(problem)
                        : "Nothing was done. Please look at the fields that are marked.";
        return new Filled(form.fields(), Map.copyOf(faults), whole, unknown, unknown ? form.once() : fresh);
    }

    private static String field(String pointer) {
        String[] parts = pointer.split("/", -1);
        return parts.length < 2 ? "" : parts[1];
    }

    /** Which item of a list it is about, counted as people count. */
    private static String said(Fault fault, String field) {
        String rest = fault.field().substring(Math.min(fault.field().length(), field.length() + 1));
        String item =
                rest.matches("/[0-9]{1,6}.*") ? "item " + (Integer.parseInt(rest.split("/", -1)[1]) + 1) + " " : "";
        return item + Advice.inWords(field, fault.detail());
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** What is wrong with a field, or null. */
    public @Nullable String fault(String name) {
        return faults.get(name);
    }

    public boolean is(String name, String value) {
        return value(name).equals(value);
    }

    @Override
    public String toString() {
        return "Filled" + values.keySet();
    }
}
