package dev.keyfabric.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the quickstart keeps its data and which loopback ports it takes.
 *
 * @param data folder of everything that outlives a run
 * @param validatorPort of the first validator; each further one takes ten more
 * @param validators how many, at least one
 */
public record QuickstartSettings(
        Path data,
        int registryPort,
        int validatorPort,
        int kafkaPort,
        int ordersPort,
        int paymentsPort,
        int validators) {
    private static final int STEP = 10;

    public static final String DATA = "KEYFABRIC_DATA";
    public static final String REGISTRY_PORT = "KEYFABRIC_REGISTRY_PORT";
    public static final String VALIDATOR_PORT = "KEYFABRIC_VALIDATOR_PORT";
    public static final String KAFKA_PORT = "KEYFABRIC_KAFKA_PORT";
    public static final String ORDERS_PORT = "KEYFABRIC_ORDERS_PORT";
    public static final String PAYMENTS_PORT = "KEYFABRIC_PAYMENTS_PORT";

    /**
     * Settings from environment variables.
     *
     * @throws IllegalArgumentException naming every variable that is not a port
     */
    public static QuickstartSettings from(Map<String, String> environment, int validators) {
        List<String> faults = new ArrayList<>();
        int registry = port(environment, REGISTRY_PORT, 8080, 0, faults);
        int validator = port(environment, VALIDATOR_PORT, 8090, STEP * (validators - 1), faults);
        int kafka = port(environment, KAFKA_PORT, 9092, 0, faults);
        int orders = port(environment, ORDERS_PORT, 8081, 0, faults);
        int payments = port(environment, PAYMENTS_PORT, 8082, 0, faults);
        if (validators < 1 || validators > 20) {
            faults.add("--validators must be from 1 to 20");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        Path data =
                Path.of(environment.getOrDefault(DATA, "data")).toAbsolutePath().normalize();
        return new QuickstartSettings(data, registry, validator, kafka, orders, payments, validators);
    }

    /** The same ports with other data. */
    public QuickstartSettings withData(Path other) {
        return new QuickstartSettings(
                other, registryPort, validatorPort, kafkaPort, ordersPort, paymentsPort, validators);
    }

    public int validatorPort(int index) {
        return validatorPort + STEP * index;
    }

    private static int port(
            Map<String, String> environment, String name, int standard, int above, List<String> faults) {
        String text = environment.getOrDefault(name, String.valueOf(standard));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) + above > 65535) {
            faults.add(name + " must be a port from 1 to " + (65535 - above) + ", not \"" + text + "\"");
            return standard;
        }
        return Integer.parseInt(text);
    }
}
