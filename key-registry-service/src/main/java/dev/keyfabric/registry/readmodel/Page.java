package dev.keyfabric.registry.readmodel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the subjects that a listing asks for.
 *
 * @param next where to read on, or null when these are the last
 */
public record Page(List<Subject> items, @Nullable Cursor next) {}
