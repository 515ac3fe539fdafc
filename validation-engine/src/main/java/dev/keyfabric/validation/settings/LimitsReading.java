package dev.keyfabric.validation.settings;

import static dev.keyfabric.validation.settings.NodeSetting.LIMITS_ADDRESSES;
import static dev.keyfabric.validation.settings.NodeSetting.LIMITS_FAILED_ATTEMPTS;
import static dev.keyfabric.validation.settings.NodeSetting.LIMITS_KEYS;
import static dev.keyfabric.validation.settings.NodeSetting.LIMITS_SAVE_EVERY;
import static dev.keyfabric.validation.settings.NodeSetting.LIMITS_STRICTEST;

import dev.keyfabric.validation.limits.Limit;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.LimitSettings;
import dev.keyfabric.validation.limits.RateWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of limits. */
final class LimitsReading {
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,12})/([A-Za-z0-9.]{1,16})");
    private static final int MOST = 8;

    private LimitsReading() {}

    static LimitSettings read(SettingsSource source) {
        return new LimitSettings(
                rates(source, LIMITS_STRICTEST, LimitSettings.STRICTEST_NAME, MOST),
                source.number(LIMITS_KEYS, 100, 10_000_000),
                source.duration(LIMITS_SAVE_EVERY, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                source.text(LIMITS_FAILED_ATTEMPTS, "").equals("off")
                        ? LimitSet.NONE
                        : rates(source, LIMITS_FAILED_ATTEMPTS, LimitSettings.FAILED_ATTEMPTS_NAME, 1),
                source.number(LIMITS_ADDRESSES, 100, 10_000_000));
    }

    /** {@code 10/1s,100/1m}; the second is called as the first with {@code -2} behind it, and so on. */
    private static LimitSet rates(SettingsSource source, NodeSetting setting, String name, int most) {
        String[] texts = source.text(setting, "").split(",", -1);
        List<Limit> limits = new ArrayList<>();
        for (String text : texts) {
            Matcher matcher = RATE.matcher(text.strip());
            Duration window = matcher.matches() ? SettingsSource.parse(matcher.group(2)) : null;
            if (window == null || texts.length > most) {
                source.problem(setting, "must be " + setting.type());
                return LimitSet.NONE;
            }
            try {
                String called = limits.isEmpty() ? name : name + "-" + (limits.size() + 1);
                long seconds = window.toNanosPart() == 0 ? window.toSeconds() : 0;
                limits.add(new RateWindow(called, Long.parseLong(matcher.group(1)), seconds));
            } catch (IllegalArgumentException e) {
                source.problem(
                        setting,
                        "must have windows of whole seconds, up to a year, and quotas up to " + Limit.MAX_QUOTA);
                return LimitSet.NONE;
            }
        }
        return new LimitSet(limits);
    }
}
