package dev.keyfabric.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Quickstart settings on ports that nobody uses. */
public final class FreePorts {
    private FreePorts() {}

    public static QuickstartSettings settings(Path data, int validators) {
        while (true) {
            QuickstartSettings settings =
                    new QuickstartSettings(data, free(), free(), free(), free(), free(), validators);
            try {
                Ports.requireFree(settings);
                return settings;
            } catch (Ports.PortTakenException e) {
                // A port ten above a free one was taken: draw again.
            }
        }
    }

    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
