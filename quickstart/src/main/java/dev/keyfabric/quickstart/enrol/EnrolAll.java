package dev.keyfabric.quickstart.enrol;

import dev.keyfabric.quickstart.story.BrokenPromiseException;
import dev.keyfabric.quickstart.story.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one-shot of {@code docker-compose.yml}: defines the services, and lays an enrolment key, and for validators the
 * root to trust, into the folder of each part. A second run changes nothing for parts that have their key.
 */
public final class EnrolAll {
    private static final String KEY = "enrolment.key";
    private static final String ROOT = "root.thumbprint";

    private EnrolAll() {}

    /** {@code <registry's address> <registry's folder> <folder of the parts' folders>}. */
    @SuppressWarnings("SystemOut") // a command: the terminal is all there is
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: EnrolAll <registry-url> <registry-folder> <folder>");
            System.exit(2);
        }
        try {
            enrol(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]));
        } catch (BrokenPromiseException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.out.println("services are defined, every part has what it is enrolled with");
    }

    static void enrol(String registry, Path registryFolder, Path parts) throws IOException {
        String password =
                Files.readString(registryFolder.resolve("admin.password")).strip();
        RegistryClient admin = RegistryClient.login(registry, "admin", password);
        Shop.define(admin);
        Enrolments enrolments = new Enrolments(admin);
        enrolments.service(Shop.ORDERS, parts.resolve(Shop.ORDERS).resolve(KEY));
        for (String service : List.of(Shop.ORDERS, Shop.PAYMENTS)) {
            Path folder = parts.resolve(service + "-validator");
            Enrolments.replace(
                    folder.resolve(ROOT),
                    Files.readString(registryFolder.resolve(ROOT)).strip());
            enrolments.validator(service + "-validator", List.of(service), folder.resolve(KEY));
        }
    }
}
