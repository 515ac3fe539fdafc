package dev.keyfabric.quickstart.docs;

import dev.keyfabric.registry.RegistrySetting;
import dev.keyfabric.validation.settings.NodeSetting;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of {@code docs/configuration.md}, made of the lists that the parts read their settings by. */
final class ConfigurationPage {
    static final String REGENERATE = "mvn -pl quickstart -am verify -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dkeyfabric.docs.write=true";

    private static final String HEAD = """
            # Configuration

            <!-- Made of RegistrySetting and NodeSetting by ConfigurationPageTest. Do not edit; change the code, then run:
                 %s -->

            Registry and validator are told everything by names and values. There are three ways to give them to a process of
            its own (`KeyRegistry`, `ValidatorNode`); each stands over those before it:

            1. a properties file, the one argument of the process: `keyfabric.http.port=8081`;
            2. environment variables: the name in capitals, `_` for each `.` and `-`: `KEYFABRIC_HTTP_PORT=8081`;
            3. system properties: `-Dkeyfabric.http.port=8081`.

            A part started by code (`KeyRegistry.start(Map)`, `ValidatorNode.start(Map)`), as the quickstart does, is told by that
            map alone: of `keyfabric.*` neither environment nor system properties reach it.

            A name under `keyfabric.` that a part does not know ends its start, and so does a variable `KEYFABRIC_…` that stands
            for none of its settings: a misspelt setting is never ignored. All faults are told at once, each by its name, and the
            exit status is 2. All settings exist since version 0.1.0. Those marked **Insecure** are off unless set.

            **Kafka.** `keyfabric.kafka.security.protocol=SASL_SSL` becomes `security.protocol=SASL_SSL` in every client; as a
            variable `KEYFABRIC_KAFKA_SECURITY_PROTOCOL`. What the fabric relies on (`isolation.level`, `acks`, transactions, the
            group's timeouts) is set over it. Keep passwords in the file, readable by its owner alone, rather than in variables.

            **HTTP server.** The registry takes `micronaut.server.ssl.*` (file, system properties) for TLS, and no other name of
            the server. The validator takes the names of the server (`micronaut.*`) from the file, else system properties, else
            `MICRONAUT_…` variables; `micronaut.server.host` is held against the same rule as `keyfabric.http.host`.

            A duration is ISO-8601 (`PT24H`) or a number with `ms`, `s`, `m`, `h`, `d`.
            """;

    private static final String QUICKSTART = """

            ## Quickstart

            Variables of `./keyfabric`, not settings of a part. Processes of registry and validator ignore them, but for
            `KEYFABRIC_DATA`, which is their `keyfabric.data`.

            | variable | default | meaning |
            |---|---|---|
            | `KEYFABRIC_DATA` | `data` beside the script | Folder of broker, registry, validators and log. |
            | `KEYFABRIC_REGISTRY_PORT` | `8080` | |
            | `KEYFABRIC_VALIDATOR_PORT` | `8090` | Of the first validator; each further one takes ten more. gRPC is on the port after. |
            | `KEYFABRIC_KAFKA_PORT` | `9092` | |
            | `KEYFABRIC_JAVA_OPTS` | `-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1` | Options of the JVM. |
            | `KEYFABRIC_ORDERS_PORT` | `8081` | Of the example service `orders`. |
            | `KEYFABRIC_PAYMENTS_PORT` | `8082` | Of the example worker `payments`. |
            """;

    private ConfigurationPage() {}

    static String text() {
        return HEAD.formatted(REGENERATE)
                + table(
                        "Registry",
                        Arrays.stream(RegistrySetting.values())
                                .map(s -> row(s.key(), s.type(), s.preset(), s.variable(), s.meaning())))
                + table(
                        "Validator",
                        Arrays.stream(NodeSetting.values())
                                .map(s -> row(s.key(), s.type(), s.preset(), s.variable(), s.meaning())))
                + QUICKSTART;
    }

    private static String table(String part, Stream<String> rows) {
        return "\n## " + part + "\n\n| setting | type | default | variable | meaning |\n|---|---|---|---|---|\n"
                + rows.collect(Collectors.joining());
    }

    private static String row(String name, String type, String preset, String variable, String meaning) {
        return "| `" + name + "` | " + type + " | " + (preset == null ? "" : "`" + preset + "`") + " | `" + variable
                + "` | " + meaning + " |\n";
    }
}
