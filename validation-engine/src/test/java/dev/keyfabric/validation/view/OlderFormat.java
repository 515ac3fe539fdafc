package dev.keyfabric.validation.view;

import java.nio.file.Path;

/** Makes a store one that the build before wrote, which kept no sums. */
public final class OlderFormat {
    private OlderFormat() {}

    /** No view may have the store's folder open. */
    public static void give(Path store) {
        try (Memory memory = new Memory(8);
                Database database = Database.open(store, memory)) {
            database.forEach(Column.META, (key, value) -> {
                if (Texts.text(key).startsWith("digest:")) {
                    database.putSynced(Column.META, key, null);
                }
            });
            database.putSynced(Column.META, Texts.bytes("format"), Texts.bytes(String.valueOf(Meta.FORMAT - 1)));
        }
    }
}
