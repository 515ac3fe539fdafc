package dev.keyfabric.validation.limits;

import java.util.ArrayList;
import java.util.List;

/** Limits that hold at once: a question is let through only by all of them. */
public record LimitSet(List<Limit> limits) {
    public static final LimitSet NONE = new LimitSet(List.of());

    public LimitSet {
        limits = List.copyOf(limits);
    }

    public boolean isEmpty() {
        return limits.isEmpty();
    }

    public int size() {
        return limits.size();
    }

    public Limit get(int i) {
        return limits.get(i);
    }

    /** These limits where another set has none of the same name and kind, and those of the other set. */
    public LimitSet overriddenBy(LimitSet other) {
        if (other.isEmpty() || isEmpty()) {
            return isEmpty() ? other : this;
        }
        List<Limit> all = new ArrayList<>();
        for (Limit limit : limits) {
            int at = other.indexOf(limit);
            all.add(at < 0 ? limit : other.get(at));
        }
        for (Limit limit : other.limits) {
            if (indexOf(limit) < 0) {
                all.add(limit);
            }
        }
        return new LimitSet(all);
    }

    /** Where the limit stands that is the same as another but for its quota, or -1. */
    int indexOf(Limit limit) {
        for (int i = 0; i < limits.size(); i++) {
            if (limits.get(i).replaces(limit)) {
                return i;
            }
        }
        return -1;
    }
}
