package telephony;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

/** The arrows of core. Each rule was seen red once; docs/adr/0008-gates.md says by which change. */
@AnalyzeClasses(packages = "telephony", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule coreStandsOnTheJdkAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("telephony..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule coreKnowsNoTechnology = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.net..", "java.io..", "java.util.logging..");

    @ArchTest
    static final ArchRule productionDoesNotStandOnTheSimulation = noClasses()
            .that()
            .resideOutsideOfPackage("telephony.simulation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("telephony.simulation..");

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("telephony.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeAndChanceAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule coreOwnsNoThread = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule portsAreInterfaces =
            classes().that().haveSimpleNameEndingWith("Port").should().beInterfaces();

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses().should().haveNameMatching(".*(Utils|Helper|Manager|Impl|Mapper|Dto|Entity|Converter)");
}
