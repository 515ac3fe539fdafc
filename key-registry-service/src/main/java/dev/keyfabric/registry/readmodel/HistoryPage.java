package dev.keyfabric.registry.readmodel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the entries that a listing of the history asks for.
 *
 * @param next where to read on, or null when these are the last
 */
public record HistoryPage(
        List<HistoryEntry> items, @Nullable HistoryCursor next) {}
