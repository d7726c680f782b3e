package telephony.adapters.http;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import telephony.call.FreeValues;
import telephony.directory.Agent;
import telephony.directory.Campaign;
import telephony.directory.DirectoryEntry;
import telephony.directory.DirectoryNumber;
import telephony.directory.EntryChecks;
import telephony.directory.EntryKind;
import telephony.directory.OpeningHours;
import telephony.directory.Tenant;
import telephony.guard.Span;
import telephony.routing.AgentConfig;
import telephony.routing.RoutingDecision;

/** Reads an entry of the directory, as {@link DirectoryJson} shows one; all that is wrong is noted in the body. */
final class DirectoryReading {

    private static final Pattern SPAN =
            Pattern.compile("([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?-([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?");
    private static final int HOUR_SECONDS = 3_600;
    private static final int MINUTE_SECONDS = 60;
    private static final int MOST_HOUR = 24;
    private static final int MOST_MINUTE = 59;

    private final RequestBody body;
    private final @Nullable String tenant;

    private DirectoryReading(RequestBody body, @Nullable String bound) {
        this.body = body;
        this.tenant = bound;
    }

    /**
     * The entry of this body; empty = there is something wrong with it, which is noted.
     *
     * @param id by which it was asked for; null = the body says it
     * @param bound the tenant whose it is when the body names none; null = nobody's
     */
    static Optional<DirectoryEntry> read(
            EntryKind kind, RequestBody body, @Nullable String id, @Nullable String bound) {
        DirectoryReading reading = new DirectoryReading(body, bound);
        DirectoryEntry entry =
                switch (kind) {
                    case TENANT -> reading.tenant(id);
                    case AGENT -> reading.agent(id);
                    case NUMBER -> reading.number(id);
                    case CAMPAIGN -> reading.campaign(id);
                };
        // What GET tells besides may come back with the rest.
        body.has("version");
        body.refuseUnknown();
        return Optional.ofNullable(entry);
    }

    private String id(String member, @Nullable String asked) {
        if (asked == null) {
            return body.requiredText(member);
        }
        String given = body.text(member);
        if (given != null && !given.equals(asked)) {
            body.flaw(body.pointer(member), "unchangeable", "It names the entry: make another one, and remove this.");
        }
        return asked;
    }

    private @Nullable String tenantId() {
        String given = body.text("tenantId");
        return given == null ? tenant : given;
    }

    private Tenant tenant(@Nullable String asked) {
        return new Tenant(id("id", asked), body.requiredText("name"), body.text("defaultAgentId"), limit());
    }

    /** Null = none is set. */
    private @Nullable Integer limit() {
        return body.has("maxConcurrentCalls") ? body.number("maxConcurrentCalls", 1, EntryChecks.MOST_CALLS) : null;
    }

    private int priority(int usual) {
        return body.has("priority") ? body.number("priority", Agent.FIRST_PRIORITY, Agent.LAST_PRIORITY) : usual;
    }

    private @Nullable Agent agent(@Nullable String asked) {
        String id = id("id", asked);
        String owner = tenantId();
        String name = body.requiredText("name");
        String word = body.text("status");
        // Said by the documents of old: who does not say active is not.
        Optional<Agent.Status> status = word == null ? Optional.of(Agent.Status.INACTIVE) : Agent.Status.of(word);
        if (status.isEmpty()) {
            body.flaw(body.pointer("status"), "unknown-value", "Give active or inactive.");
        }
        int priority = priority(Agent.USUAL_PRIORITY);
        Integer limit = limit();
        AgentConfig config = config();
        if (config == null) {
            return null;
        }
        OrderReading.measure(body, new RoutingDecision.Dispatch(config, "number", owner, null, Map.of(), List.of()));
        return new Agent(id, owner, name, config, status.orElse(Agent.Status.INACTIVE), priority, limit);
    }

    private @Nullable AgentConfig config() {
        if (!body.has("config")) {
            body.flaw(body.pointer("config"), "missing", "Give an object with the agent's LiveKit name as name.");
            return null;
        }
        return body.within("config").map(OrderReading::config).orElse(null);
    }

    private @Nullable DirectoryNumber number(@Nullable String asked) {
        String country = body.text("countryCode");
        String national = body.text("nationalNumber");
        String whole = country != null && national != null ? country + national : null;
        String number = asked == null && !body.has("number") && whole != null ? whole : id("number", asked);
        DirectoryNumber read = new DirectoryNumber(
                number,
                tenantId(),
                body.list("agentIds", EntryChecks.MAX_AGENTS),
                body.within("legacy").map(RequestBody::members).orElse(Map.of()));
        if (!EntryChecks.isKey(read.key())) {
            body.flaw(
                    body.pointer("number"),
                    "format",
                    "Give a number in E.164, such as +14155550100, or countryCode and nationalNumber.");
            return null;
        }
        if (country != null && !country.equals(read.countryCode())) {
            body.flaw(body.pointer("countryCode"), "other-value", "The number's is " + read.countryCode() + ".");
        }
        if (national != null && !national.equals(read.nationalNumber())) {
            body.flaw(body.pointer("nationalNumber"), "other-value", "The number's is " + read.nationalNumber() + ".");
        }
        return read;
    }

    private Campaign campaign(@Nullable String asked) {
        Map<String, Object> metadata = FreeValues.object(OrderReading.metadata(body));
        Instant from = body.time("activeFrom").orElse(null);
        Instant until = body.time("activeUntil").orElse(null);
        Campaign campaign = new Campaign(
                id("id", asked),
                tenantId(),
                body.requiredText("name"),
                body.requiredText("agentId"),
                body.list("numbers", EntryChecks.MAX_NUMBERS),
                body.within("hours").map(DirectoryReading::hours).orElse(null),
                from,
                until,
                metadata,
                limit(),
                priority(Campaign.USUAL_PRIORITY));
        OrderReading.measure(
                body,
                new RoutingDecision.Dispatch(
                        AgentConfig.named("any"), "campaign", campaign.tenantId(), campaign.id(), metadata, List.of()));
        return campaign;
    }

    private static @Nullable OpeningHours hours(RequestBody hours) {
        String name = hours.requiredText("zone");
        ZoneId zone = null;
        try {
            zone = ZoneId.of(name);
        } catch (DateTimeException e) {
            hours.flaw(hours.pointer("zone"), "unknown-value", "Give a zone such as Europe/Paris.");
        }
        Map<DayOfWeek, List<Span>> days = new EnumMap<>(DayOfWeek.class);
        hours.within("days").ifPresent(week -> {
            for (DayOfWeek day : DayOfWeek.values()) {
                days.put(day, spans(week, day.name().toLowerCase(Locale.ROOT)));
            }
            week.refuseUnknown();
        });
        List<String> holidays = hours.list("holidays");
        OpeningHours.Outside outside =
                hours.within("outside").map(DirectoryReading::outside).orElse(OpeningHours.Outside.GO_ON);
        hours.refuseUnknown();
        return zone == null ? null : new OpeningHours(zone, days, holidays, outside);
    }

    private static List<Span> spans(RequestBody week, String day) {
        List<String> texts = week.list(day);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Optional<Span> span = span(texts.get(i));
            span.ifPresent(spans::add);
            if (span.isEmpty()) {
                week.flaw(
                        week.pointer(day) + "/" + i,
                        "format",
                        "Give a part of the day such as 09:00-17:30; it ends at 24:00.");
            }
        }
        return spans;
    }

    private static Optional<Span> span(String text) {
        Matcher form = SPAN.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int from = second(form, 1);
        int to = second(form, 4);
        return from < 0 || to <= from || to > Span.DAY_SECONDS ? Optional.empty() : Optional.of(new Span(from, to));
    }

    /** -1 = no time of a day. */
    private static int second(Matcher form, int group) {
        int hour = Integer.parseInt(form.group(group));
        int minute = Integer.parseInt(form.group(group + 1));
        String given = form.group(group + 2);
        int second = given == null ? 0 : Integer.parseInt(given);
        boolean fits = hour <= MOST_HOUR && minute <= MOST_MINUTE && second <= MOST_MINUTE;
        return fits ? hour * HOUR_SECONDS + minute * MINUTE_SECONDS + second : -1;
    }

    private static OpeningHours.Outside outside(RequestBody outside) {
        String word = outside.requiredText("then");
        Optional<OpeningHours.Then> then = Stream.of(OpeningHours.Then.values())
                .filter(known -> DirectoryJson.word(known).equals(word))
                .findFirst();
        if (then.isEmpty()) {
            outside.flaw(outside.pointer("then"), "unknown-value", "Give go-on, agent, number or reject.");
            outside.has("agent");
            outside.has("number");
            return OpeningHours.Outside.GO_ON;
        }
        boolean toSomebody = then.get() == OpeningHours.Then.AGENT || then.get() == OpeningHours.Then.NUMBER;
        String target = toSomebody ? outside.requiredText(word) : null;
        outside.refuseUnknown();
        return new OpeningHours.Outside(then.get(), target);
    }
}
