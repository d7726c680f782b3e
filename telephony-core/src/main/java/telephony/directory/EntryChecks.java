package telephony.directory;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import telephony.guard.Span;
import telephony.routing.AgentConfig;

/** What an entry must be by itself, whatever else is in the directory. */
public final class EntryChecks {

    /** Longest name for people, in characters. */
    public static final int MAX_NAME_CHARS = 100;

    /** Agents of one number at most. */
    public static final int MAX_AGENTS = 50;

    /** Numbers of one campaign at most. */
    public static final int MAX_NUMBERS = 1_000;

    /** Spans of one day at most. */
    public static final int MAX_SPANS = 10;

    /** Calendars of holidays at most. */
    public static final int MAX_CALENDARS = 10;

    /** Members of what another system said of a number at most. */
    public static final int MAX_LEGACY_MEMBERS = 50;

    /** The most calls at a time that may be set. */
    public static final int MOST_CALLS = 1_000_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern CALENDAR = Pattern.compile("[a-z]{2}(-[a-z0-9]{1,10}){0,2}");
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1," + MAX_NAME_CHARS + "}");

    private static final String ID_RULE =
            "must have 1 to 64 letters, digits, dots, hyphens and underscores, and begin with a letter or digit";
    private static final String NUMBER_RULE = "must be + and 7 to 15 digits, the first of them not 0";

    private final EntryKey key;
    private final List<DirectoryFlaw> flaws = new ArrayList<>();

    private EntryChecks(EntryKey key) {
        this.key = key;
    }

    /** Whether there may be an entry of this key at all. */
    public static boolean isKey(EntryKey key) {
        return (key.kind() == EntryKind.NUMBER ? NUMBER : ID).matcher(key.id()).matches();
    }

    /** All that is wrong with an entry; empty = nothing. */
    public static List<DirectoryFlaw> flaws(DirectoryEntry entry) {
        EntryChecks checks = new EntryChecks(entry.key());
        if (!isKey(entry.key())) {
            boolean isNumber = entry.key().kind() == EntryKind.NUMBER;
            checks.add(isNumber ? "/number" : "/id", isNumber ? NUMBER_RULE : ID_RULE);
        }
        switch (entry.key().kind()) {
            case TENANT -> checks.check((Tenant) entry);
            case AGENT -> checks.check((Agent) entry);
            case NUMBER -> checks.check((DirectoryNumber) entry);
            case CAMPAIGN -> checks.check((Campaign) entry);
        }
        return checks.flaws;
    }

    private void add(String pointer, String message) {
        flaws.add(new DirectoryFlaw(key, pointer, message));
    }

    private void check(Tenant tenant) {
        name(tenant.name());
        id("/defaultAgentId", tenant.defaultAgentId());
        limit(tenant.maxConcurrentCalls());
    }

    private void check(Agent agent) {
        id("/tenantId", agent.tenantId());
        name(agent.name());
        if (!AgentConfig.isFitName(agent.config().name())) {
            add("/config/name", AgentConfig.NAME_RULE);
        }
        priority(agent.priority());
        limit(agent.maxConcurrentCalls());
    }

    private void priority(int priority) {
        if (priority < Agent.FIRST_PRIORITY || priority > Agent.LAST_PRIORITY) {
            add("/priority", "must be from " + Agent.FIRST_PRIORITY + " to " + Agent.LAST_PRIORITY);
        }
    }

    private void limit(@Nullable Integer calls) {
        if (calls != null && (calls < 1 || calls > MOST_CALLS)) {
            add("/maxConcurrentCalls", "must be from 1 to " + MOST_CALLS + "; without it nothing is limited");
        }
    }

    private void check(DirectoryNumber number) {
        id("/tenantId", number.tenantId());
        list("/agentIds", number.agentIds(), MAX_AGENTS, ID, ID_RULE);
        if (number.legacy().size() > MAX_LEGACY_MEMBERS) {
            add("/legacy", "must have at most " + MAX_LEGACY_MEMBERS + " members");
        }
    }

    private void check(Campaign campaign) {
        id("/tenantId", campaign.tenantId());
        name(campaign.name());
        id("/agentId", campaign.agentId());
        priority(campaign.priority());
        limit(campaign.maxConcurrentCalls());
        list("/numbers", campaign.numbers(), MAX_NUMBERS, NUMBER, NUMBER_RULE);
        if (campaign.activeFrom() != null
                && campaign.activeUntil() != null
                && !campaign.activeFrom().isBefore(campaign.activeUntil())) {
            add("/activeUntil", "must be after activeFrom");
        }
        if (campaign.hours() != null) {
            check(campaign.hours());
        }
    }

    private void check(OpeningHours hours) {
        if (hours.days().isEmpty()) {
            add("/hours/days", "must open on one day at least; without hours it is always open");
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            checkDay("/hours/days/" + day.name().toLowerCase(Locale.ROOT), hours.spansOf(day));
        }
        list(
                "/hours/holidays",
                hours.holidayCalendars(),
                MAX_CALENDARS,
                CALENDAR,
                "must be a calendar such as fr or us-fl");
        String target = hours.outside().target();
        if (hours.outside().then() == OpeningHours.Then.NUMBER
                && target != null
                && !NUMBER.matcher(target).matches()) {
            add("/hours/outside/number", NUMBER_RULE);
        }
        if (hours.outside().then() == OpeningHours.Then.AGENT) {
            id("/hours/outside/agent", target);
        }
    }

    private void checkDay(String pointer, List<Span> spans) {
        if (spans.size() > MAX_SPANS) {
            add(pointer, "must have at most " + MAX_SPANS + " spans");
        }
        List<Span> sorted =
                spans.stream().sorted(Comparator.comparingInt(Span::from)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).from() < sorted.get(i - 1).to()) {
                add(pointer, "must have spans that do not overlap");
                return;
            }
        }
    }

    private void name(String name) {
        if (name.isBlank() || !PRINTABLE.matcher(name).matches()) {
            add("/name", "must have 1 to " + MAX_NAME_CHARS + " printable characters");
        }
    }

    private void id(String pointer, @Nullable String id) {
        if (id != null && !ID.matcher(id).matches()) {
            add(pointer, ID_RULE);
        }
    }

    private void list(String pointer, List<String> items, int max, Pattern form, String rule) {
        if (items.size() > max) {
            add(pointer, "must have at most " + max + " items");
            return;
        }
        HashSet<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!form.matcher(items.get(i)).matches()) {
                add(pointer + "/" + i, rule);
            } else if (!seen.add(items.get(i))) {
                add(pointer + "/" + i, "must not be there twice");
            }
        }
    }
}
