package dev.keyfabric.validator.direct;

import dev.keyfabric.context.http.HttpDates;
import dev.keyfabric.validation.time.TimeSource;
import io.netty.channel.ChannelHandler;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes a {@link DirectDoor} for each connection. */
@Singleton
public final class DirectDoors {
    public static final String NAME = "keyfabric-direct";

    private final List<Shortcut> shortcuts;
    private final HttpDates dates;

    DirectDoors(AuthorizeShortcut authorize, ValidateShortcut validate, TimeSource time) {
        this.shortcuts = List.of(authorize, validate);
        this.dates = new HttpDates(time.wall());
    }

    /** A handler of HTTP/1 messages, for one connection. */
    public ChannelHandler open() {
        return new DirectDoor(shortcuts, dates);
    }
}
