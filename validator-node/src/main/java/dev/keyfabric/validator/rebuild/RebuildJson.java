package dev.keyfabric.validator.rebuild;

import dev.keyfabric.follower.CatchUp;
import dev.keyfabric.validation.rebuild.RebuildReason;
import dev.keyfabric.validation.rebuild.RebuildStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far something is being filled, as health and the operator's door say it. */
public final class RebuildJson {
    private RebuildJson() {}

    public static Map<String, @Nullable Object> of(RebuildStatus status) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("running", name(status.running()));
        if (status.running() != null) {
            shown.put("progress", of(status.catchUp()));
        }
        shown.put("last", name(status.last()));
        shown.put("done", status.done());
        shown.put("failed", status.failed());
        if (status.failure() != null) {
            shown.put("failure", status.failure());
        }
        return shown;
    }

    /** Records applied, per cent of the way, seconds left; -1 = cannot be told. */
    public static Map<String, Object> of(CatchUp way) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("records", way.records());
        shown.put("percent", way.percent());
        shown.put("secondsLeft", way.secondsLeft());
        return shown;
    }

    private static @Nullable String name(@Nullable RebuildReason reason) {
        return reason == null ? null : reason.name();
    }
}
