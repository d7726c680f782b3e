package telephony.directory.decision;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.DirectoryWatch;
import telephony.directory.OpeningHours;
import telephony.directory.OpeningHours.Outside;
import telephony.directory.Tenant;
import telephony.guard.HolidayDates;
import telephony.guard.HolidayPort;
import telephony.guard.Span;
import telephony.routing.AgentConfig;
import telephony.routing.RoomMetadata;
import telephony.routing.RoutingDecision;
import telephony.routing.RoutingRequest;
import telephony.routing.RoutingStep;
import telephony.testkit.Calls;
import telephony.testkit.FakeDirectory;

/** A directory in the hand, and calls to it. */
final class RoutingDesk {

    static final String NUMBER = "+15559990000";
    static final String ACME = "acme";
    static final AgentConfig LAST = AgentConfig.named("phone-agent");
    static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    /** Bastille day is the only one. */
    static final HolidayPort HOLIDAYS = (calendar, from, to) -> calendar.equals("fr")
            ? Optional.of(new HolidayDates("test", from, to, Set.of(LocalDate.of(2026, 7, 14))))
            : Optional.empty();

    final FakeDirectory directory = new FakeDirectory();
    final DirectoryWatch watch = new DirectoryWatch(directory);
    final Map<String, String> attributes = new HashMap<>();
    RoomMetadata room = RoomMetadata.NONE;
    final Map<String, Integer> load = new HashMap<>();
    DirectoryPolicy policy = DirectoryPolicy.of(LAST);

    @Nullable
    OtherRules others;

    Instant at = Calls.START;

    RoutingDesk with(DirectoryEntry... entries) {
        directory.with(entries);
        watch.refresh();
        return this;
    }

    DirectoryRouting routing() {
        return new DirectoryRouting(
                watch::snapshot,
                policy,
                new OpeningTimes(HOLIDAYS),
                load.isEmpty() ? AgentLoad.NONE : id -> load.getOrDefault(id, 0),
                others);
    }

    RoutingRequest call(@Nullable String to) {
        return new RoutingRequest("+15551231", to, "ST_1", "SDR_1", "room", room, attributes, at);
    }

    RoutingDecision decide(@Nullable String to) {
        return routing().route(call(to)).orElseThrow();
    }

    /** The reason, and the agent's id or, of one that is not from the directory, its name. */
    String decided() {
        return word(decide(NUMBER));
    }

    static String word(RoutingDecision decision) {
        if (decision instanceof RoutingDecision.Dispatch sent) {
            return sent.reason() + " "
                    + Optional.ofNullable(sent.agentId()).orElse(sent.config().name());
        }
        return decision.reason() + (decision instanceof RoutingDecision.Reject ? " rejected" : " ignored");
    }

    List<RoutingStep> steps() {
        List<RoutingStep> steps = new ArrayList<>();
        routing().explain(call(NUMBER), steps::add);
        return steps;
    }

    static Tenant tenant(String id, @Nullable String defaultAgent) {
        return new Tenant(id, id + " Ltd", defaultAgent);
    }

    static Agent agent(String id, @Nullable String tenant) {
        return agent(id, tenant, Agent.USUAL_PRIORITY);
    }

    static Agent agent(String id, @Nullable String tenant, int priority) {
        return new Agent(id, tenant, id, AgentConfig.named("lk-" + id), Agent.Status.ACTIVE, priority);
    }

    static Agent off(Agent agent) {
        return new Agent(
                agent.id(), agent.tenantId(), agent.name(), agent.config(), Agent.Status.INACTIVE, agent.priority());
    }

    static DirectoryNumber number(@Nullable String tenant, String... agents) {
        return new DirectoryNumber(NUMBER, tenant, List.of(agents), Map.of());
    }

    static Campaign campaign(String id, @Nullable String tenant, String agent, @Nullable OpeningHours hours) {
        return new Campaign(id, tenant, id, agent, List.of(NUMBER), hours, null, null, Map.of("about", id));
    }

    static Campaign campaign(String id, String agent, @Nullable Instant from, @Nullable Instant until) {
        return new Campaign(id, ACME, id, agent, List.of(NUMBER), null, from, until, Map.of());
    }

    /** Weekdays from nine to five in Paris, but on French holidays. */
    static OpeningHours office(Outside outside) {
        return hours(PARIS, "09:00-17:00", List.of("fr"), outside);
    }

    /** These hours on all weekdays. */
    static OpeningHours hours(ZoneId zone, String span, List<String> calendars, Outside outside) {
        Map<DayOfWeek, List<Span>> days = new HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.getValue() <= DayOfWeek.FRIDAY.getValue()) {
                days.put(day, List.of(span(span)));
            }
        }
        return new OpeningHours(zone, days, calendars, outside);
    }

    static Span span(String text) {
        String[] ends = text.split("-");
        return new Span(seconds(ends[0]), seconds(ends[1]));
    }

    private static int seconds(String time) {
        String[] parts = time.split(":");
        return 3_600 * Integer.parseInt(parts[0]) + 60 * Integer.parseInt(parts[1]);
    }
}
