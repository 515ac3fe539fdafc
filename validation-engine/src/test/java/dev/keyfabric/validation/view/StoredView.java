package dev.keyfabric.validation.view;

import dev.keyfabric.schemas.topics.TopicNames;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.Folders;
import dev.keyfabric.validation.time.FakeTime;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a view's folder holds, to the byte, as a node finds it at its start.
 *
 * @param cells what records have left, by column and key
 */
record StoredView(Progress progress, Map<String, Object> cells) {
    private static final FakeTime TIME = new FakeTime(Events.AT);

    static FabricView open(Path folder, Failpoint failpoint) {
        RootRule root = RootRule.none(TopicNames.DEFAULT);
        return FabricView.open(folder, new ViewLimits(16, 0), root, TIME.source(), failpoint);
    }

    static StoredView of(Path folder) {
        Path serving;
        Progress progress;
        try (FabricView view = open(folder, Failpoint.NONE)) {
            progress = (Progress) view.applied();
        }
        try (Generations generations = Generations.open(folder, Failpoint.NONE)) {
            serving = generations.serving();
        }
        try (Memory memory = new Memory(8);
                Database database = Database.open(serving, memory)) {
            return new StoredView(progress, cells(database));
        }
    }

    /** What has to be there where these offsets are: the fold of the records below them, one after the other. */
    static StoredView expected(SeededHistory history, Progress progress) {
        Path folder = Folders.fresh();
        try (FabricView view = open(folder, Failpoint.NONE)) {
            history.records().stream()
                    .filter(record -> record.offset() < progress.nextOffset(record.partitionId()))
                    .forEach(record -> view.apply(ViewBench.batch(List.of(record))));
        }
        return of(folder);
    }

    /** Of how many batches the effects must be there by the offsets; a part of a batch is none. */
    long batches(SeededHistory history) {
        return history.batches().stream()
                .filter(batch -> batch.nextOffsets().entrySet().stream()
                        .allMatch(next -> progress.nextOffset(next.getKey()) >= next.getValue()))
                .count();
    }

    /** The names of cells that another view holds otherwise, or only one of both holds. */
    Set<String> differences(StoredView other) {
        Set<String> names = new TreeSet<>(cells.keySet());
        names.addAll(other.cells.keySet());
        names.removeIf(name -> Objects.equals(cells.get(name), other.cells.get(name)));
        return names;
    }

    private static Map<String, Object> cells(Database database) {
        Map<String, Object> cells = new TreeMap<>();
        HexFormat hex = HexFormat.of();
        for (Column column : Column.values()) {
            if (column != Column.META) {
                database.forEach(column, (key, value) -> {
                    String name = column == Column.HASHES ? hex.formatHex(key) : Texts.text(key);
                    cells.put(column + " " + name, hex.formatHex(value));
                });
            }
        }
        Meta meta = new Meta(database);
        cells.put("identity", String.valueOf(meta.identity()));
        cells.put("tallies", meta.tallies().toString().lines().sorted().toList());
        return cells;
    }
}
