package telephony.sip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import telephony.sip.SipChange.Create;
import telephony.sip.SipChange.Delete;
import telephony.sip.SipChange.Nothing;
import telephony.sip.SipChange.Refused;
import telephony.sip.SipChange.Update;

/**
 * Compares what a document wants with what LiveKit has. Pure: the same document and the same state give the same plan,
 * and a plan that was carried out is followed by one with nothing to do.
 */
public final class SipPlanner {

    /** Stands in a rule's trunk ids for a trunk that has none yet, before its name. */
    static final String PENDING = "trunk:";

    private final SipDocument document;
    private final List<SipEntry> present;
    private final Set<String> adopted;
    private final Map<SipWanted, SipChange> decided = new HashMap<>();

    private SipPlanner(SipDocument document, List<SipEntry> present, Set<String> adopted) {
        this.document = document;
        this.present = List.copyOf(present);
        this.adopted = Set.copyOf(adopted);
    }

    /**
     * The plan.
     *
     * @param document what shall be
     * @param present all that LiveKit has
     * @param adopted names of trunks and rules that somebody else made, or another set, and that become this set's
     * @param routedAgents agents that our own routing sends; those of a rule that are none of them are warned of
     */
    public static SipPlan plan(
            SipDocument document, List<SipEntry> present, Set<String> adopted, RoutedAgents routedAgents) {
        SipPlanner planner = new SipPlanner(document, present, adopted);
        List<SipChange> changes = planner.changes();
        return new SipPlan(document.set(), changes, SipWarnings.of(document.set(), present, changes, routedAgents));
    }

    private List<SipChange> changes() {
        List<SipChange> changes = new ArrayList<>();
        // Trunks first: rules refer to them.
        document.wanted().stream()
                .sorted(Comparator.comparing(SipWanted::kind))
                .forEach(wanted -> decided.put(wanted, decide(wanted)));
        document.wanted().forEach(wanted -> changes.add(change(wanted)));
        present.stream()
                .filter(entry -> isOfThisSet(entry) && !isWanted(entry))
                .forEach(entry -> changes.add(new Delete(entry)));
        changes.sort(Comparator.comparingInt(SipPlanner::rank)
                .thenComparing(SipChange::kind)
                .thenComparing(SipChange::name));
        return changes;
    }

    private SipChange change(SipWanted wanted) {
        SipChange change = decided.get(wanted);
        if (change == null) {
            throw new IllegalStateException("not decided: " + wanted.name());
        }
        return change;
    }

    /**
     * Deletions come first, because what takes the place of something deleted usually contradicts it (the same number
     * under a new name); trunks come before the rules that name them.
     */
    private static int rank(SipChange change) {
        if (change instanceof Refused) {
            return 0;
        }
        if (change instanceof Delete) {
            return change.kind().isTrunk() ? 2 : 1;
        }
        if (change instanceof Update) {
            return change.kind().isTrunk() ? 3 : 5;
        }
        if (change instanceof Create) {
            return change.kind().isTrunk() ? 4 : 6;
        }
        return 7;
    }

    private SipChange decide(SipWanted wanted) {
        List<SipEntry> named = named(wanted.kind(), wanted.name());
        List<SipEntry> ours = named.stream().filter(this::isOfThisSet).toList();
        List<SipEntry> candidates = ours.isEmpty() ? named : ours;
        if (candidates.size() > 1) {
            return refused(
                    wanted,
                    "ambiguous",
                    "LiveKit has " + candidates.size() + " of this name (" + ids(candidates) + "); delete all but one");
        }
        return candidates.isEmpty() ? create(wanted) : decide(wanted, candidates.get(0), ours.isEmpty());
    }

    /** @param stranger whether it does not bear the mark of this set */
    private SipChange decide(SipWanted wanted, SipEntry entry, boolean stranger) {
        if (stranger && !adopted.contains(wanted.name())) {
            return refused(wanted, "not-ours", whoMade(entry) + "; adopt it by name, or take another name");
        }
        if (stranger && !entry.markable() && !wanted.settings().names(SipSetting.METADATA)) {
            return refused(
                    wanted,
                    "unmarkable",
                    "its metadata is no JSON object, so it cannot bear our mark; give it metadata in the document");
        }
        return update(wanted, entry, stranger);
    }

    private SipChange create(SipWanted wanted) {
        Resolved resolved = resolve(wanted);
        String wrong = resolved.wrong(SipSettings.NONE);
        if (!wrong.isEmpty()) {
            return refused(wanted, resolved.code(SipSettings.NONE), wrong);
        }
        SipSettings settings = resolved.settings.withoutEmpty();
        // A rule's type has no value that means "not given": LiveKit wants it said.
        settings = wanted.kind() == SipKind.DISPATCH_RULE
                ? settings.with(SipSetting.TYPE, resolved.settings.value(SipSetting.TYPE))
                : settings;
        return new Create(new SipWanted(wanted.kind(), wanted.name(), settings, Set.of()));
    }

    private SipChange update(SipWanted wanted, SipEntry entry, boolean adopts) {
        Resolved resolved = resolve(wanted);
        String wrong = resolved.wrong(entry.settings());
        if (!wrong.isEmpty()) {
            return refused(wanted, resolved.code(entry.settings()), wrong);
        }
        SipSettings changes = resolved.settings.changing(entry.settings());
        return changes.isEmpty() && !adopts ? new Nothing(entry) : new Update(entry, changes, adopts);
    }

    /** What is wanted, its trunks by their ids. */
    private Resolved resolve(SipWanted wanted) {
        TreeSet<String> ids = new TreeSet<>(wanted.settings().value(SipSetting.TRUNK_IDS));
        List<String> unknown = new ArrayList<>();
        for (String trunk : wanted.trunks()) {
            String id = trunkId(trunk);
            if (id.isEmpty()) {
                unknown.add(trunk);
            } else {
                ids.add(id);
            }
        }
        SipSettings settings = wanted.trunks().isEmpty()
                ? wanted.settings()
                : wanted.settings().with(SipSetting.TRUNK_IDS, List.copyOf(ids));
        return new Resolved(wanted.kind(), settings, unknown);
    }

    /** The id of an inbound trunk, or what stands for it until it has one; empty = there is no one such. */
    private String trunkId(String name) {
        for (Map.Entry<SipWanted, SipChange> other : decided.entrySet()) {
            SipWanted wanted = other.getKey();
            if (wanted.kind() == SipKind.INBOUND_TRUNK && wanted.name().equals(name)) {
                return other.getValue() instanceof Update update
                        ? update.present().id()
                        : other.getValue() instanceof Nothing nothing
                                ? nothing.present().id()
                                : PENDING + name;
            }
        }
        List<SipEntry> named = named(SipKind.INBOUND_TRUNK, name);
        return named.size() == 1 ? named.get(0).id() : "";
    }

    private record Resolved(SipKind kind, SipSettings settings, List<String> unknownTrunks) {

        /** Why it cannot be as it is wanted; empty = it can. */
        private String wrong(SipSettings present) {
            return switch (code(present)) {
                case "no-such-trunk" ->
                    "neither the document nor LiveKit has exactly one inbound trunk " + String.join(", ", unknownTrunks)
                            + "; name one that is there";
                case "open-rule" ->
                    "it names no trunk, so it would take calls from anybody; name trunks, or say openToEveryTrunk: true";
                case "incomplete" -> String.join("; ", SettingChecks.missing(kind, present.with(settings)));
                default -> "";
            };
        }

        private String code(SipSettings present) {
            if (!unknownTrunks.isEmpty()) {
                return "no-such-trunk";
            }
            SipSettings after = present.with(settings);
            boolean open = kind == SipKind.DISPATCH_RULE
                    && after.value(SipSetting.TRUNK_IDS).isEmpty()
                    && !settings.names(SipSetting.TRUNK_IDS);
            return open ? "open-rule" : SettingChecks.missing(kind, after).isEmpty() ? "" : "incomplete";
        }
    }

    private List<SipEntry> named(SipKind kind, String name) {
        return present.stream()
                .filter(entry -> entry.kind() == kind && entry.name().equals(name))
                .toList();
    }

    private boolean isOfThisSet(SipEntry entry) {
        return entry.keeper().filter(document.set()::equals).isPresent();
    }

    private boolean isWanted(SipEntry entry) {
        return document.wanted().stream()
                .anyMatch(
                        wanted -> wanted.kind() == entry.kind() && wanted.name().equals(entry.name()));
    }

    private static String whoMade(SipEntry entry) {
        return entry.keeper().map(set -> "it belongs to the set '" + set + "'").orElse("somebody else made it") + " ("
                + entry.id() + ")";
    }

    private static String ids(List<SipEntry> entries) {
        return String.join(", ", entries.stream().map(SipEntry::id).toList());
    }

    private static Refused refused(SipWanted wanted, String code, String reason) {
        return new Refused(wanted.kind(), wanted.name(), code, reason);
    }
}
