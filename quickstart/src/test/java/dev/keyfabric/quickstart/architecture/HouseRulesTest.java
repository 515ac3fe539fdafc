package dev.keyfabric.quickstart.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What holds in every module: names, cycles, secrets, time, logging. */
@AnalyzeClasses(packages = "dev.keyfabric", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    /** Full names of classes that may sleep, each with its reason beside it. */
    private static final Set<String> MAY_SLEEP =
            // The pause between two tries to connect, on a thread of its own that close() interrupts.
            Set.of("dev.keyfabric.follower.Lifecycle");

    @ArchTest
    static final ArchRule packagesAreNamedAfterWhatTheyAreFor = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..impl..",
                    "..model..",
                    "..helper..",
                    "..helpers..",
                    "..manager..",
                    "..managers..");

    @ArchTest
    static final ArchRule keysHaveNoCycles = noCyclesIn("key");

    @ArchTest
    static final ArchRule schemasHaveNoCycles = noCyclesIn("schemas");

    @ArchTest
    static final ArchRule theFollowerHasNoCycles = noCyclesIn("follower");

    @ArchTest
    static final ArchRule theEngineHasNoCycles = noCyclesIn("validation");

    @ArchTest
    static final ArchRule theValidatorHasNoCycles = noCyclesIn("validator");

    @ArchTest
    static final ArchRule theRegistryHasNoCycles = noCyclesIn("registry");

    @ArchTest
    static final ArchRule theCommandLineHasNoCycles = noCyclesIn("cli");

    @ArchTest
    static final ArchRule theQuickstartHasNoCycles = noCyclesIn("quickstart");

    @ArchTest
    static final ArchRule modulesHaveNoCycles =
            slices().matching("dev.keyfabric.(*)..").should().beFreeOfCycles();

    private static ArchRule noCyclesIn(String module) {
        return slices().matching("dev.keyfabric." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    /** Generated event classes hold no secret, only hashes and what people may see. */
    @ArchTest
    static final ArchRule whoHoldsASecretDoesNotPrintIt = classes()
            .that(HoldsSecret.HOLDS_SECRET)
            .and()
            .resideOutsideOfPackage("dev.keyfabric.schemas.event..")
            .should(HoldsSecret.OVERRIDE_TO_STRING)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timeIsGivenNotTaken = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callConstructor(Date.class);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that(DescribedPredicate.describe("are not excepted", type -> !MAY_SLEEP.contains(type.getName())))
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class);

    @ArchTest
    static final ArchRule logsGoThroughSlf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.log4j..", "org.apache.logging..");
}
