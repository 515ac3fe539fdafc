package dev.keyfabric.quickstart.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * The table of modules in docs/contract/design.md, section 2, as rules about packages. What Maven can see between
 * modules is refused by maven-enforcer in their poms as well.
 */
@AnalyzeClasses(packages = "dev.keyfabric", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String KEY = "dev.keyfabric.key..";
    private static final String SCHEMAS = "dev.keyfabric.schemas..";
    private static final String CONTEXT = "dev.keyfabric.context..";
    /** Within the library's package, but a module of its own. */
    private static final String BINDER = "dev.keyfabric.context.micronaut..";

    /** Of the same module: guarded routes, over the engine. */
    private static final String ROUTES = "dev.keyfabric.micronaut..";

    private static final String TELEMETRY = "dev.keyfabric.telemetry..";
    private static final String FOLLOWER = "dev.keyfabric.follower..";
    private static final String SECURITY = "dev.keyfabric.security..";
    private static final String VALIDATION = "dev.keyfabric.validation..";
    private static final String VALIDATOR = "dev.keyfabric.validator..";
    private static final String REGISTRY = "dev.keyfabric.registry..";
    private static final String CLI = "dev.keyfabric.cli..";
    private static final String BROKER = "dev.keyfabric.broker..";
    private static final String QUICKSTART = "dev.keyfabric.quickstart..";

    private static final String[] WEB = {
        "io.micronaut..", "io.netty..", "reactor..", "jakarta.inject..", "java.net.http..", "com.sun.net.httpserver.."
    };

    /** Rules about nothing would pass: the modules must be on the class path of this test. */
    @ArchTest
    static void everyModuleIsLookedAt(JavaClasses all) {
        for (String module : List.of(
                KEY,
                SCHEMAS,
                CONTEXT,
                BINDER,
                ROUTES,
                TELEMETRY,
                FOLLOWER,
                SECURITY,
                VALIDATION,
                VALIDATOR,
                REGISTRY,
                CLI,
                BROKER)) {
            assertThat(all.that(resideInAPackage(module))).as(module).isNotEmpty();
        }
        assertThat(all.that(not(resideInAnyPackage(
                        KEY,
                        SCHEMAS,
                        CONTEXT,
                        ROUTES,
                        TELEMETRY,
                        FOLLOWER,
                        SECURITY,
                        VALIDATION,
                        VALIDATOR,
                        REGISTRY,
                        CLI,
                        BROKER,
                        QUICKSTART))))
                .as("classes in no module of the contract")
                .isEmpty();
    }

    @ArchTest
    static final ArchRule theKeyFormatNeedsTheJdkAlone = classes()
            .that()
            .resideInAPackage(KEY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(KEY, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theSchemasNeedAvroAndTheKeyFormatAlone = classes()
            .that()
            .resideInAPackage(SCHEMAS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SCHEMAS, KEY, "org.apache.avro..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theLibraryBringsItsSignatureProviderAndCaffeineAlone = classes()
            .that()
            .resideInAPackage(CONTEXT)
            .and()
            .resideOutsideOfPackage(BINDER)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            CONTEXT,
                            KEY,
                            "org.bouncycastle..",
                            "com.github.benmanes.caffeine..",
                            "org.apache.kafka..",
                            "ch.qos.logback..", // where it is there: dev.keyfabric.context.log alone
                            "org.slf4j..",
                            "java..",
                            "javax.crypto..",
                            "org.jspecify..")
                    .and(not(resideInAPackage(BINDER))));

    @ArchTest
    static final ArchRule theBinderNeedsTheLibraryAndMicronautAlone = classes()
            .that()
            .resideInAPackage(BINDER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CONTEXT,
                    "io.micronaut..",
                    "jakarta.inject..",
                    "jakarta.annotation..",
                    "org.apache.kafka..",
                    "org.slf4j..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule guardedRoutesNeedTheLibraryTheEngineMicronautAndMetersAlone = classes()
            .that()
            .resideInAPackage(ROUTES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    ROUTES,
                    CONTEXT,
                    VALIDATION,
                    // What a node says of itself is made of these.
                    FOLLOWER,
                    SCHEMAS,
                    "io.micronaut..",
                    // Figures, where the service has a meter registry.
                    "io.micrometer.core.instrument..",
                    "jakarta.inject..",
                    "org.reactivestreams..",
                    "org.slf4j..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule telemetryNeedsOpenTelemetryTheLibraryAndMicronautAlone = classes()
            .that()
            .resideInAPackage(TELEMETRY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    TELEMETRY,
                    "dev.keyfabric.context.log..",
                    "io.opentelemetry..",
                    "io.micronaut..",
                    "jakarta.inject..",
                    "org.slf4j..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule nobodyElseSpeaksOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackage(TELEMETRY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule onlyTheLogsKnowLogback = noClasses()
            .that()
            .resideOutsideOfPackage("dev.keyfabric.context.log..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ch.qos.logback..");

    @ArchTest
    static final ArchRule oneClassKnowsTheSignatureProvider = noClasses()
            .that()
            .resideInAPackage("dev.keyfabric..")
            .and()
            .haveNameNotMatching("dev\\.keyfabric\\.context\\.keys\\.BouncyCastleProvider(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "com.google.crypto.tink..");

    @ArchTest
    static final ArchRule keyFormatAndSchemasTouchNeitherDiskNorNetwork = noClasses()
            .that()
            .resideInAnyPackage(KEY, SCHEMAS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File|RandomAccessFile|File(Input|Output)Stream|File(Reader|Writer))");

    @ArchTest
    static final ArchRule keyFormatAndSchemasReadNoClock = noClasses()
            .that()
            .resideInAnyPackage(KEY, SCHEMAS)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule securityEventsNeedTheKafkaClientAndTheSchemasAlone = classes()
            .that()
            .resideInAPackage(SECURITY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SECURITY,
                    SCHEMAS,
                    "org.apache.kafka.clients..",
                    "org.apache.kafka.common..",
                    "org.slf4j..",
                    "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule theFollowerNeedsKafkaAndTheSchemasAlone = classes()
            .that()
            .resideInAPackage(FOLLOWER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    FOLLOWER, SCHEMAS, KEY, "org.apache.kafka..", "org.slf4j..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theFollowerSpeaksKafkaAndNoHttp = noClasses()
            .that()
            .resideInAPackage(FOLLOWER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WEB);

    @ArchTest
    static final ArchRule theEngineIsAPlainLibrary = noClasses()
            .that()
            .resideInAPackage(VALIDATION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WEB)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(REGISTRY, VALIDATOR);

    @ArchTest
    static final ArchRule theValidatorKnowsNothingOfTheRegistry = noClasses()
            .that()
            .resideInAPackage(VALIDATOR)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(REGISTRY);

    @ArchTest
    static final ArchRule theRegistryKnowsNothingOfTheValidator = noClasses()
            .that()
            .resideInAPackage(REGISTRY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(VALIDATION, VALIDATOR);

    @ArchTest
    static final ArchRule theCommandLineIsAClientAlone = classes()
            .that()
            .resideInAPackage(CLI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    CLI,
                    KEY,
                    SCHEMAS,
                    CONTEXT,
                    "picocli..",
                    "com.fasterxml.jackson..",
                    "org.apache.avro..",
                    "org.apache.kafka.clients..",
                    "org.apache.kafka.common..",
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule theFollowerKnowsNothingOfWhoUsesIt = noClasses()
            .that()
            .resideInAnyPackage(KEY, SCHEMAS, FOLLOWER, BROKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(VALIDATION, VALIDATOR, REGISTRY, CLI, QUICKSTART);

    @ArchTest
    static final ArchRule onlyTheQuickstartStartsABrokerAndNobodyNeedsTheQuickstart = noClasses()
            .that()
            .resideOutsideOfPackages(QUICKSTART, BROKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    QUICKSTART, BROKER, "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..");

    @ArchTest
    static final ArchRule theBrokerStandsAlone = noClasses()
            .that()
            .resideInAPackage(BROKER)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.keyfabric..").and(not(resideInAPackage(BROKER))));
}
