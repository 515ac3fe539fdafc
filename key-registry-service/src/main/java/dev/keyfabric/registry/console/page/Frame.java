package dev.keyfabric.registry.console.page;

import org.jspecify.annotations.Nullable;

/**
 * What surrounds a page.
 *
 * @param title of the page, first in the browser's
 * @param here the part of the console that it belongs to: {@code keys}
 * @param viewer null where nobody is logged in
 * @param build names this build's style and script, so that a browser never mixes two
 */
public record Frame(String title, String here, @Nullable Viewer viewer, String build) {

    /** Who looks; only for pages that nobody sees without a session. */
    public Viewer who() {
        if (viewer == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return viewer;
    }

    /** The mark of the part of the console where the page is. */
    public @Nullable String current(String part) {
        return part.equals(here) ? "page" : null;
    }
}
