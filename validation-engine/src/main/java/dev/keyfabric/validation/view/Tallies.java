package dev.keyfabric.validation.view;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts that lie beside what they count, so that an alarm outlives a restart: how often each incident happened, how many
 * subjects each column holds, how many of them are denied for want of a readable or permitted record.
 */
final class Tallies {
    private static final String DENIED = "denied";
    private final Map<String, Long> counts;

    private Tallies(Map<String, Long> counts) {
        this.counts = counts;
    }

    static Tallies none() {
        return new Tallies(new LinkedHashMap<>());
    }

    /** Reads {@code name=count} lines. */
    static Tallies parse(String text) {
        Tallies tallies = none();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(cells -> cells.length == 2)
                .forEach(cells -> {
                    tallies.counts.put(cells[0], Long.valueOf(cells[1]));
                });
        return tallies;
    }

    Tallies copy() {
        return new Tallies(new LinkedHashMap<>(counts));
    }

    void add(Incident incident) {
        counts.merge(incident.name(), 1L, Long::sum);
    }

    void addSubjects(Column column, long change) {
        counts.merge(column.family(), change, Long::sum);
    }

    void addDenied(long change) {
        counts.merge(DENIED, change, Long::sum);
    }

    Map<Incident, Long> incidents() {
        Map<Incident, Long> incidents = new EnumMap<>(Incident.class);
        for (Incident incident : Incident.values()) {
            incidents.put(incident, counts.getOrDefault(incident.name(), 0L));
        }
        return incidents;
    }

    /** The same, each incident counted as often as the store before has counted it: an alarm outlives a rebuild. */
    Tallies withAlarmsOf(Tallies before) {
        Tallies merged = copy();
        before.incidents().forEach((incident, count) -> {
            if (count > 0) {
                merged.counts.merge(incident.name(), count, Math::max);
            }
        });
        return merged;
    }

    long subjects(Column column) {
        return counts.getOrDefault(column.family(), 0L);
    }

    long denied() {
        return counts.getOrDefault(DENIED, 0L);
    }

    boolean sameAs(Tallies other) {
        return counts.equals(other.counts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (name, count) -> text.append(name).append('=').append(count).append('\n'));
        return text.toString();
    }
}
