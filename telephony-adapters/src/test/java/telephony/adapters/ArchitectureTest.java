package telephony.adapters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The arrows between the adapters. Each rule was seen red once; docs/adr/0008-gates.md says by which change. */
@AnalyzeClasses(packages = "telephony.adapters", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** What an embedder or the app may use; everything else is ours to change. */
    private static final Set<String> PUBLIC = Set.of(
            "telephony.adapters.http.DirectoryRehearsal",
            "telephony.adapters.http.DropInSettings",
            "telephony.adapters.http.HttpSettings",
            "telephony.adapters.http.KeyJson",
            "telephony.adapters.http.Operation",
            "telephony.adapters.http.OrderSettings",
            "telephony.adapters.http.Readiness",
            "telephony.adapters.http.SipJson",
            "telephony.adapters.http.TelephonyHttpServer",
            "telephony.adapters.livekit.LiveKitAgentDispatch",
            "telephony.adapters.livekit.LiveKitApi",
            "telephony.adapters.livekit.LiveKitConnection",
            "telephony.adapters.livekit.LiveKitRooms",
            "telephony.adapters.livekit.LiveKitWebhookReader",
            "telephony.adapters.livekit.LiveKitWebhookVerifier",
            "telephony.adapters.livekit.WebhookClaims",
            "telephony.adapters.livekit.WebhookKey",
            "telephony.adapters.numbers.PhoneNumbers",
            "telephony.adapters.observe.MeteredTelephonyStore",
            "telephony.adapters.observe.MicrometerListener",
            "telephony.adapters.observe.QueueMeter",
            "telephony.adapters.observe.WaitingMeter",
            "telephony.adapters.observe.Slf4jListener",
            "telephony.adapters.simulated.SimulatedLiveKitServer",
            "telephony.adapters.simulated.SimulatedServerSettings",
            "telephony.adapters.routing.RoutingFile",
            "telephony.adapters.store.CaffeineTelephonyStore",
            "telephony.adapters.store.InMemoryDialLedger",
            "telephony.adapters.store.InMemoryDirectory",
            "telephony.adapters.store.InMemoryDecidedCalls",
            "telephony.adapters.store.InMemoryLeads",
            "telephony.adapters.store.InMemoryRulings",
            "telephony.adapters.store.InMemoryTelephonyStore",
            "telephony.adapters.store.JdbcDatabase",
            "telephony.adapters.store.JdbcDialLedger",
            "telephony.adapters.store.JdbcDirectory",
            "telephony.adapters.store.JdbcDecidedCalls",
            "telephony.adapters.store.JdbcLeads",
            "telephony.adapters.store.JdbcRulings",
            "telephony.adapters.store.JdbcSettings",
            "telephony.adapters.store.JdbcTelephonyStore",
            "telephony.adapters.store.RedisSettings",
            "telephony.adapters.store.RedisTelephonyStore",
            "telephony.adapters.guards.DialGuards",
            "telephony.adapters.guards.DoNotCallFiles",
            "telephony.adapters.guards.GuardFile",
            "telephony.adapters.guards.JollydayHolidays",
            "telephony.adapters.guards.KeyedHash",
            "telephony.adapters.guards.LibPhoneNumberFacts",
            "telephony.adapters.yaml.FileText",
            "telephony.adapters.yaml.Findings",
            "telephony.adapters.yaml.JsonValues",
            "telephony.adapters.yaml.NearestWord",
            "telephony.adapters.yaml.Places",
            "telephony.adapters.yaml.YamlDocument",
            "telephony.adapters.yaml.YamlFileException",
            "telephony.adapters.yaml.YamlObject");

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther = slices().matching("telephony.adapters.(*)..")
            .should()
            .notDependOnEachOther()
            // How a file is read is no adapter.
            .ignoreDependency(
                    DescribedPredicate.<JavaClass>alwaysTrue(),
                    JavaClass.Predicates.resideInAPackage("telephony.adapters.yaml.."));

    @ArchTest
    static final ArchRule onlyTheHttpAdapterKnowsJavalin = noClasses()
            .that()
            .resideOutsideOfPackage("telephony.adapters.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta..");

    @ArchTest
    static final ArchRule onlyTheLiveKitAdaptersKnowLiveKit = noClasses()
            .that()
            .resideOutsideOfPackages("telephony.adapters.livekit..", "telephony.adapters.simulated..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("livekit..", "io.livekit..", "com.google.protobuf..", "com.auth0..");

    @ArchTest
    static final ArchRule onlyReadersOfFilesKnowYaml = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "telephony.adapters.routing..", "telephony.adapters.guards..", "telephony.adapters.yaml..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule nothingUsesTheSdksHttpClient =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("okhttp3..", "retrofit2..");

    @ArchTest
    static final ArchRule timeAndChanceAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule publicIsWhatIsListed = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should(ArchCondition.from(
                    DescribedPredicate.<JavaClass>describe("be listed", type -> PUBLIC.contains(type.getName()))));

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses().should().haveNameMatching(".*(Utils|Helper|Manager|Impl|Mapper|Dto|Entity|Converter)");
}
