package dev.keyfabric.broker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Brokers on loopback that make one cluster, each of them controller too; numbered from {@link #FIRST}. As text it goes to
 * the processes of its members.
 *
 * @param clusterId what their data folders are made with
 * @param ports of the members in order: where clients come
 * @param controllerPorts of the members in order: where they vote
 */
public record Quorum(String clusterId, List<Integer> ports, List<Integer> controllerPorts) {
    public static final int FIRST = 1;

    private static final String SEPARATOR = ";";

    public Quorum {
        ports = List.copyOf(ports);
        controllerPorts = List.copyOf(controllerPorts);
    }

    static Quorum alone(int port, int controllerPort) {
        return of(List.of(port), List.of(controllerPort));
    }

    /** A new cluster. */
    public static Quorum of(List<Integer> ports, List<Integer> controllerPorts) {
        return new Quorum(Uuid.randomUuid().toString(), ports, controllerPorts);
    }

    /** The cluster that a text stands for; the inverse of {@link #text()}. */
    public static Quorum parse(String text) {
        List<String> parts = Arrays.asList(text.split(SEPARATOR, -1));
        return new Quorum(parts.get(0), numbers(parts.get(1)), numbers(parts.get(2)));
    }

    public String text() {
        return clusterId + SEPARATOR + joined(ports) + SEPARATOR + joined(controllerPorts);
    }

    public int size() {
        return ports.size();
    }

    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    int port(int node) {
        return ports.get(node - FIRST);
    }

    int controllerPort(int node) {
        return controllerPorts.get(node - FIRST);
    }

    String voters() {
        return IntStream.range(FIRST, FIRST + size())
                .mapToObj(node -> node + "@127.0.0.1:" + controllerPort(node))
                .collect(Collectors.joining(","));
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
    }
}
