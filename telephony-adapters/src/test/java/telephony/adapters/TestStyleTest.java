package telephony.adapters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import telephony.testkit.AgentDispatchPortContract;
import telephony.testkit.ApiKeyPortContract;
import telephony.testkit.CallRoutingPortContract;
import telephony.testkit.DialLedgerContract;
import telephony.testkit.LiveKitWebhookVerifierContract;
import telephony.testkit.RoomPortContract;
import telephony.testkit.RulingPortContract;
import telephony.testkit.SipDirectoryPortContract;
import telephony.testkit.TelephonyStoreContract;
import telephony.testkit.WebhookReaderContract;

/** How our tests are written. */
@AnalyzeClasses(packages = "telephony", importOptions = ImportOption.OnlyIncludeTests.class)
class TestStyleTest {

    @ArchTest
    static final ArchRule testsDoNotSleep = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothingIsSwitchedOff = noClasses().should().beAnnotatedWith(Disabled.class);

    @Test
    void everyAdapterOfAPortShouldKeepTheContract() {
        JavaClasses tests = new ClassFileImporter().importPackages("telephony");
        Map<String, Class<?>> contracts = Map.of(
                "telephony.guard.RulingPort", RulingPortContract.class,
                "telephony.access.ApiKeyPort", ApiKeyPortContract.class,
                "telephony.store.TelephonyStorePort", TelephonyStoreContract.class,
                "telephony.guard.DialLedgerPort", DialLedgerContract.class,
                "telephony.dispatch.AgentDispatchPort", AgentDispatchPortContract.class,
                "telephony.dispatch.RoomPort", RoomPortContract.class,
                "telephony.routing.CallRoutingPort", CallRoutingPortContract.class,
                "telephony.sip.SipDirectoryPort", SipDirectoryPortContract.class,
                "telephony.webhook.LiveKitWebhookVerifierPort", LiveKitWebhookVerifierContract.class,
                "telephony.webhook.WebhookReaderPort", WebhookReaderContract.class);

        contracts.forEach((port, contract) -> {
            long implementations = tests.stream()
                    .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT) && type.isAssignableTo(port))
                    .filter(type -> type.getPackageName().startsWith("telephony.adapters"))
                    .filter(type -> !type.getName().contains("Test"))
                    .count();
            String suites = tests.stream()
                    .filter(type -> !type.isInterface() && type.isAssignableTo(contract))
                    .map(type -> type.getName())
                    .collect(Collectors.joining(", "));
            assertThat(implementations).as("adapters of %s", port).isPositive();
            assertThat(suites.split(", "))
                    .as("suites of %s: %s", contract.getSimpleName(), suites)
                    .hasSizeGreaterThanOrEqualTo((int) implementations);
        });
    }
}
