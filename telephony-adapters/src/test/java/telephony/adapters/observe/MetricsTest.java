package telephony.adapters.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import telephony.PrintedPage;
import telephony.Telephony;
import telephony.observe.SpendAlert;
import telephony.routing.AgentConfig;
import telephony.routing.CallRouter;
import telephony.simulation.AgentBehaviour;
import telephony.simulation.PhoneCall;
import telephony.simulation.SimulatedCall;
import telephony.simulation.SimulatedLiveKit;
import telephony.simulation.WebhookFault;
import telephony.store.CallQuery;
import telephony.store.StoreUnavailableException;
import telephony.store.TelephonyStorePort;
import telephony.testkit.FakeTelephonyStore;

class MetricsTest {

    private static final String AGENT = "phone-agent";

    private final SimulatedLiveKit livekit = new SimulatedLiveKit().worker(AGENT);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FakeTelephonyStore fake = new FakeTelephonyStore(livekit.clock());
    private final TelephonyStorePort store = new MeteredTelephonyStore(fake, registry, () -> Duration.between(
                    SimulatedLiveKit.START, livekit.clock().instant())
            .toNanos());
    private final Telephony telephony = livekit.telephony(store)
            .router(CallRouter.always(AgentConfig.named(AGENT)))
            .listener(new MicrometerListener(registry))
            .build();

    private String value(String series) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(series.length() + 1))
                .findFirst()
                .orElse("none");
    }

    private void connected(Runnable scenario) {
        SimulatedLiveKit.Connection connection = livekit.connect(telephony);
        scenario.run();
        connection.close();
    }

    @Test
    void aCallShouldBeCountedAndTimedOnce() {
        connected(() -> {
            livekit.call(PhoneCall.between("+15551230001", "+15559990000").hangingUpAfter(Duration.ofSeconds(30)));
            livekit.advance(Duration.ofMinutes(2));
        });

        assertThat(value("telephony_calls_opened_total{decision=\"dispatch\"}")).isEqualTo("1.0");
        assertThat(value("telephony_calls_ended_total{certainty=\"observed\",outcome=\"answered\"}"))
                .isEqualTo("1.0");
        assertThat(value("telephony_agent_join_time_seconds_count")).isEqualTo("1");
        assertThat(value("telephony_agent_audio_time_seconds_count")).isEqualTo("1");
        assertThat(value("telephony_calls_duration_seconds_count")).isEqualTo("1");
        assertThat(value("telephony_livekit_requests_total{answer=\"DONE\",method=\"CreateDispatch\"}"))
                .isEqualTo("1.0");
        assertThat(value("telephony_dispatch_transitions_total{state=\"AUDIBLE\"}"))
                .isEqualTo("1.0");
        assertThat(value("telephony_dispatch_twins_total")).isEqualTo("none");
    }

    @Test
    void whatGoesWrongShouldBeCounted() {
        connected(() -> {
            livekit.disturb(WebhookFault.drop(webhook -> webhook.event().equals("participant_joined")));
            SimulatedCall call = livekit.call(
                    PhoneCall.between("+15551230001", "+15559990000").meeting(AgentBehaviour.neverComing()));
            livekit.advance(Duration.ofMinutes(1));
            fake.setDown(true);
            call.hangUp();
            livekit.advance(Duration.ofSeconds(10));
            fake.setDown(false);
            livekit.advance(Duration.ofMinutes(3));
        });

        assertThat(value("telephony_reconciler_findings_total{event=\"participant_joined\"}"))
                .isNotEqualTo("none");
        assertThat(value("telephony_dispatch_transitions_total{state=\"RECOVER\"}"))
                .isEqualTo("1.0");
        assertThat(value("telephony_rungs_total{rung=\"redispatch\"}")).isEqualTo("1.0");
        assertThat(value("telephony_store_steps_seconds_count{result=\"unavailable\",step=\"claim\"}"))
                .isNotEqualTo("none");
        assertThat(value("telephony_due_lag_seconds_count")).isNotEqualTo("none");
        assertThat(value("telephony_trouble_total")).isNotEqualTo("none");
    }

    @Test
    void webhooksShouldBeCountedByWhatBecameOfThem() {
        MicrometerListener listener = new MicrometerListener(registry);

        listener.onWebhook("taken");
        listener.onWebhook("taken");
        listener.onWebhook("unavailable");

        assertThat(value("telephony_webhooks_total{result=\"taken\"}")).isEqualTo("2.0");
        assertThat(value("telephony_webhooks_total{result=\"unavailable\"}")).isEqualTo("1.0");
    }

    @Test
    void spendAlertsShouldBeCountedByCapAndLevelAndNotByTenant() {
        MicrometerListener listener = new MicrometerListener(registry);

        listener.onSpendAlert(alert("acme"));
        listener.onSpendAlert(alert("other"));
        listener.onSpendAlert(alert(null));

        assertThat(value("telephony_spend_alerts_total{cap=\"tenant_month\",percent=\"50\"}"))
                .isEqualTo("2.0");
        assertThat(value("telephony_spend_alerts_total{cap=\"month\",percent=\"50\"}"))
                .isEqualTo("1.0");
    }

    private static SpendAlert alert(@Nullable String tenant) {
        return new SpendAlert(50, SpendAlert.Period.MONTH, LocalDate.of(2026, 11, 1), tenant, 5, 10, "EUR");
    }

    @Test
    void aStepThatTheStoreRefusesShouldPassAndCount() {
        fake.setDown(true);

        assertThatThrownBy(() -> store.query(CallQuery.all(null, 1, null)))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(value("telephony_store_steps_seconds_count{result=\"unavailable\",step=\"query\"}"))
                .isEqualTo("1");
    }

    @Test
    void everyMeterShouldBeOnThePage() throws IOException {
        PrintedPage.isUpToDate("metrics.md", page());

        List<String> documented =
                Stream.of(Metric.values()).map(Metric::prometheusName).toList();
        aCallShouldBeCountedAndTimedOnce();
        assertThat(registry.scrape()
                        .lines()
                        .filter(line -> line.startsWith("telephony_"))
                        .map(line -> line.replaceAll("[{ ].*", "").replaceAll("_(bucket|count|sum|max)$", ""))
                        .distinct())
                .isNotEmpty()
                .isSubsetOf(documented);
    }

    private static String page() {
        String rows = Stream.of(Metric.values())
                .map(metric -> String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %s |",
                        metric.prometheusName(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        metric.labels().isEmpty() ? "–" : String.join(", ", metric.labels()),
                        metric.meaning()))
                .collect(Collectors.joining("\n"));
        return """
                # Metrics

                Printed from `telephony.adapters.observe.Metric`. `GET /metrics` shows them to Prometheus, beside the JVM's own. Each
                process counts what it did itself: add them up. A timer has `_count`, `_sum`, `_max` and `_bucket`.

                | name | type | labels | counts |
                |---|---|---|---|
                %s
                """
                .formatted(rows);
    }
}
