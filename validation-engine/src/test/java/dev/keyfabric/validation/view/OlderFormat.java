package dev.keyfabric.validation.view;

import java.nio.file.Path;

/** Marks a store as one that an older build wrote. */
public final class OlderFormat {
    private OlderFormat() {}

    /** No view may have the store's folder open. */
    public static void give(Path store) {
        try (Memory memory = new Memory(8);
                Database database = Database.open(store, memory)) {
            database.putSynced(Column.META, Texts.bytes("format"), Texts.bytes(String.valueOf(Meta.FORMAT - 1)));
        }
    }
}
