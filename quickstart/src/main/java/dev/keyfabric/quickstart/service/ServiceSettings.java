package dev.keyfabric.quickstart.service;

import static dev.keyfabric.quickstart.service.ServiceSetting.COMPONENT;
import static dev.keyfabric.quickstart.service.ServiceSetting.DATA;
import static dev.keyfabric.quickstart.service.ServiceSetting.ENROLMENT_KEY_FILE;
import static dev.keyfabric.quickstart.service.ServiceSetting.HTTP_HOST;
import static dev.keyfabric.quickstart.service.ServiceSetting.HTTP_PORT;
import static dev.keyfabric.quickstart.service.ServiceSetting.KAFKA;
import static dev.keyfabric.quickstart.service.ServiceSetting.PASSPHRASE_FILE;
import static dev.keyfabric.quickstart.service.ServiceSetting.REGISTRY_URL;
import static dev.keyfabric.quickstart.service.ServiceSetting.TRUST_DOMAIN;
import static dev.keyfabric.quickstart.service.ServiceSetting.VALIDATOR_URL;

import dev.keyfabric.context.trust.ValidatorSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an example service runs.
 *
 * @param service its id, which is the name of the component too
 * @param kafka the settings of every Kafka client
 */
public record ServiceSettings(
        String service,
        Path data,
        String host,
        int port,
        ValidatorSettings validator,
        URI registry,
        @Nullable Path enrolmentKeyFile,
        @Nullable Path passphraseFile,
        String trustDomain,
        Map<String, Object> kafka) {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

    /**
     * The settings that named values mean.
     *
     * @param given by name; what begins with {@code keyfabric.} and is no {@link ServiceSetting} is a fault
     * @throws SettingsRefusedException naming every fault at once
     */
    public static ServiceSettings read(String service, int presetPort, Map<String, ?> given) {
        Reader reader = new Reader(given);
        reader.refuseUnknown(service);
        if (!reader.text(COMPONENT, service).equals(service)) {
            reader.fault(COMPONENT.key(), "must be " + service);
        }
        String data = reader.text(DATA, "");
        if (data.isEmpty()) {
            reader.fault(DATA.key(), "must be set: a folder of this service alone");
        }
        Map<String, Object> kafka = reader.kafka();
        if (!kafka.containsKey("bootstrap.servers")) {
            reader.fault(KAFKA.start() + "bootstrap.servers", "must be set: where the brokers are, host:port");
        }
        ServiceSettings settings = new ServiceSettings(
                service,
                Path.of(data).toAbsolutePath(),
                reader.text(HTTP_HOST, ""),
                reader.port(HTTP_PORT, presetPort),
                reader.validator(VALIDATOR_URL),
                reader.address(REGISTRY_URL),
                reader.file(ENROLMENT_KEY_FILE),
                reader.file(PASSPHRASE_FILE),
                reader.text(TRUST_DOMAIN, ""),
                Map.copyOf(kafka));
        if (!reader.faults.isEmpty()) {
            throw new SettingsRefusedException(reader.faults);
        }
        return settings;
    }

    /** Whether nobody but this host can call: then its own validator's word is enough of a proof of the hop. */
    public boolean isLoopback() {
        return LOOPBACK.contains(host);
    }

    private static final class Reader {
        private static final ValidatorSettings ANY = ValidatorSettings.at(URI.create("http://127.0.0.1"));

        private final Map<String, String> given = new TreeMap<>();
        private final List<String> faults = new ArrayList<>();

        Reader(Map<String, ?> given) {
            given.forEach(
                    (name, value) -> this.given.put(name, String.valueOf(value).strip()));
        }

        void fault(String name, String what) {
            faults.add(name + " " + what);
        }

        void refuseUnknown(String service) {
            for (String name : given.keySet()) {
                if ((name.startsWith("keyfabric.") || name.startsWith("KEYFABRIC_"))
                        && Arrays.stream(ServiceSetting.values()).noneMatch(setting -> setting.isNamed(name))) {
                    fault(name, "is no setting of " + service);
                }
            }
        }

        String text(ServiceSetting setting, String otherwise) {
            String value = given.getOrDefault(setting.key(), "");
            if (!value.isEmpty()) {
                return value;
            }
            String preset = setting.preset();
            return preset == null ? otherwise : preset;
        }

        Map<String, Object> kafka() {
            Map<String, Object> settings = new HashMap<>();
            given.forEach((name, value) -> {
                if (KAFKA.isNamed(name)) {
                    settings.put(name.substring(KAFKA.start().length()), value);
                }
            });
            return settings;
        }

        @Nullable
        Path file(ServiceSetting setting) {
            String value = text(setting, "");
            return value.isEmpty() ? null : Path.of(value).toAbsolutePath();
        }

        int port(ServiceSetting setting, int preset) {
            String value = text(setting, String.valueOf(preset));
            if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535) {
                return Integer.parseInt(value);
            }
            fault(setting.key(), "must be a number from 0 to 65535");
            return 0;
        }

        URI address(ServiceSetting setting) {
            try {
                URI address = URI.create(text(setting, ""));
                if (address.getHost() != null
                        && String.valueOf(address.getScheme()).matches("https?")) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            fault(setting.key(), "must be an http or https address");
            return URI.create("http://127.0.0.1");
        }

        ValidatorSettings validator(ServiceSetting setting) {
            try {
                return ValidatorSettings.at(address(setting));
            } catch (IllegalArgumentException e) {
                fault(setting.key(), "must be http on loopback, or https");
                return ANY;
            }
        }
    }
}
