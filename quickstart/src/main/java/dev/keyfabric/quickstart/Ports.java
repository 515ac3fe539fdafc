package dev.keyfabric.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The check, before anything starts, that every port is free. */
final class Ports {
    private Ports() {}

    /** @throws PortTakenException naming each taken port and the setting that moves it */
    static void requireFree(QuickstartSettings settings) {
        Map<Integer, String> owners = new LinkedHashMap<>();
        owners.put(settings.kafkaPort(), QuickstartSettings.KAFKA_PORT);
        owners.put(settings.registryPort(), QuickstartSettings.REGISTRY_PORT);
        owners.put(settings.ordersPort(), QuickstartSettings.ORDERS_PORT);
        owners.put(settings.paymentsPort(), QuickstartSettings.PAYMENTS_PORT);
        for (int i = 0; i < settings.validators(); i++) {
            owners.put(settings.validatorPort(i), QuickstartSettings.VALIDATOR_PORT);
        }
        String taken = owners.entrySet().stream()
                .filter(e -> !isFree(e.getKey()))
                .map(e -> "port " + e.getKey() + " is taken: set " + e.getValue() + " to a free one")
                .collect(Collectors.joining("\n"));
        if (!taken.isEmpty()) {
            throw new PortTakenException(taken);
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
