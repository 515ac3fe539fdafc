package dev.keyfabric.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The check, before anything starts, that every port is free. */
final class Ports {
    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** @throws PortTakenException naming each taken port and the setting that moves it */
    static void requireFree(QuickstartSettings settings) {
        Map<Integer, String> owners = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        need(settings.kafkaPort(), QuickstartSettings.KAFKA_PORT, owners, faults);
        need(settings.registryPort(), QuickstartSettings.REGISTRY_PORT, owners, faults);
        need(settings.ordersPort(), QuickstartSettings.ORDERS_PORT, owners, faults);
        need(settings.paymentsPort(), QuickstartSettings.PAYMENTS_PORT, owners, faults);
        for (int i = 0; i < settings.validators(); i++) {
            need(settings.validatorPort(i), QuickstartSettings.VALIDATOR_PORT, owners, faults);
            if (settings.validatorPort(i) < HIGHEST) { // Its gRPC door's, which is a free one where there is no next.
                need(settings.validatorPort(i) + 1, QuickstartSettings.VALIDATOR_PORT, owners, faults);
            }
        }
        String taken = String.join("\n", faults);
        if (!taken.isEmpty()) {
            throw new PortTakenException(taken);
        }
    }

    private static void need(int port, String setting, Map<Integer, String> owners, List<String> faults) {
        String other = owners.put(port, setting);
        if (other != null) {
            faults.add("port " + port + " is wanted by " + other + " too: set " + setting + " to another one");
        } else if (!isFree(port)) {
            faults.add("port " + port + " is taken: set " + setting + " to a free one");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that the quickstart needs is in use. */
    static final class PortTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }
}
